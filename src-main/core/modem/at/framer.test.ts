import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Framer, type Frame } from './framer'

const pdu = '00040A9154022143650000621101900350400178'
const header = '+CDS: 19'

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

function framesOf(chunks: readonly Uint8Array[], expectsPrompt = false): Frame[] {
  const framer = new Framer()
  framer.expectsPrompt = expectsPrompt
  return chunks.flatMap((chunk) => framer.push(chunk))
}

function line(text: string, itsPdu: string | null = null): Frame {
  return { kind: 'line', text, pdu: itsPdu }
}

/** Octets that are still referred to: garbage is collected first. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  return process.memoryUsage().heapUsed
}

/** Cuts bytes at the given places. */
function cut(all: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (all.length + 1)).sort((a, b) => a - b), all.length]
  return edges.slice(1).map((edge, index) => all.subarray(edges[index], edge))
}

describe('the framer', () => {
  it('takes the prompt with and without its space, and only when one is expected', () => {
    expect(framesOf([bytes('\r\n> ')], true)).toEqual([{ kind: 'prompt' }])
    expect(framesOf([bytes('\r\n>\r\n')], true)).toEqual([{ kind: 'prompt' }])
    expect(framesOf([bytes('\r\n> \r\nOK\r\n')])).toEqual([line('>'), line('OK')])
  })

  it('finds the prompt after noise without a line end', () => {
    expect(framesOf([bytes('\r\n#x\u0007?> ')], true)).toEqual([{ kind: 'prompt' }])
  })

  it('cuts an error off the echo of the PDU that it is glued to', () => {
    expect(framesOf([bytes(`C931\u001a\r\n+CMS ERROR: 38\r\n`)])).toEqual([
      line('C931'),
      line('+CMS ERROR: 38')
    ])
    expect(framesOf([bytes(`C931\u001a+CMS ERROR: 38\r\n`)])).toEqual([line('C931'), line('+CMS ERROR: 38')])
    expect(framesOf([bytes('C931+CME ERROR: 10\r\n')])).toEqual([line('C931'), line('+CME ERROR: 10')])
  })

  it('joins a header and its PDU across noise, and tells them apart from an answer', () => {
    const stream = `\r\n${header}\r\n^RSSI:19\r\n%&#\r\n${pdu}\r\n\r\nOK\r\n`
    expect(framesOf([bytes(stream)])).toEqual([line('^RSSI:19'), line('%&#'), line(header, pdu), line('OK')])
  })

  it('does not take a PDU with bytes missing', () => {
    const damaged = pdu.slice(0, -2)
    expect(framesOf([bytes(`${header}\r\n${damaged}\r\nOK\r\n`)])).toEqual([
      line(damaged),
      line(header),
      line('OK')
    ])
  })

  it('gives the same frames for every way of cutting the stream', () => {
    const parts = fc.constantFrom(
      '\r\nOK\r\n',
      `\r\n${header}\r\n${pdu}\r\n`,
      '\r\n+CMTI: "SM",3\r\n',
      '\r\n+CREG: 0,1\r\n',
      `\r\n+CMGL: 1,0,,19\r\n${pdu}\r\n`,
      '\r\n\u00fe\u0001~}\r\n',
      'AT+CMGS=19\r'
    )
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 12 }),
        fc.array(fc.nat(2000), { maxLength: 30 }),
        (stream, places) => {
          const all = bytes(stream.join(''))
          expect(framesOf(cut(all, places))).toEqual(framesOf([all]))
        }
      )
    )
  })

  it('never loses a line that stands between lines of noise', () => {
    const noise = fc
      .uint8Array({ maxLength: 60 })
      .filter((octets) => !/\+C|>/.test(Buffer.from(octets).toString('latin1')))
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const wanted = Buffer.concat([before, bytes('\r\n+CMGS: 41\r\n'), after, bytes('\r\nOK\r\n')])
        const texts = framesOf([wanted]).map((frame) => (frame.kind === 'line' ? frame.text : '>'))
        expect(texts).toContain('+CMGS: 41')
        expect(texts.at(-1)).toBe('OK')
      })
    )
  })

  it('keeps its memory small on an endless line and reads on after it', () => {
    const framer = new Framer()
    const octets = new Uint8Array(65_536).fill(0x41)
    const before = heapInUse()
    for (let round = 0; round < 200; round += 1) framer.push(octets)
    expect(heapInUse() - before).toBeLessThan(1_000_000)
    const frames = framer.push(bytes('\r\nOK\r\n'))
    expect(frames.at(-1)).toEqual(line('OK'))
    expect(frames[0]?.kind === 'line' && frames[0].text.length).toBeLessThanOrEqual(1024)
  })
})
