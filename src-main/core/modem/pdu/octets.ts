/** A PDU that does not follow 3GPP TS 23.040. The text names the field, never its content. */
export class PduError extends Error {
  override readonly name = 'PduError'
}

/** Reads a PDU front to back and refuses to read past its end. */
export class OctetReader {
  private position = 0
  private readonly octets: Uint8Array

  constructor(octets: Uint8Array) {
    this.octets = octets
  }

  get remaining(): number {
    return this.octets.length - this.position
  }

  octet(): number {
    const value = this.octets[this.position]
    if (value === undefined) throw new PduError('The PDU ends before its last field.')
    this.position += 1
    return value
  }

  take(count: number): Uint8Array {
    if (count > this.remaining) throw new PduError('The PDU ends before its last field.')
    const taken = this.octets.subarray(this.position, this.position + count)
    this.position += count
    return taken
  }

  rest(): Uint8Array {
    return this.take(this.remaining)
  }
}

/** Hexadecimal digits to octets; throws on an odd number of digits or on anything else. */
export function octetsOfHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) throw new PduError('The PDU is not hexadecimal.')
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

export function hexOfOctets(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex').toUpperCase()
}
