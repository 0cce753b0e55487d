import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** The far end of a pseudo-terminal: what a program opens as its serial port is `link`. */
export class Pty {
  readonly link: string
  private readonly socat: ChildProcess
  private readonly holder: FileHandle | null
  private readonly exited: Promise<void>

  private constructor(link: string, socat: ChildProcess, holder: FileHandle | null) {
    this.link = link
    this.socat = socat
    this.holder = holder
    this.exited = new Promise((resolve) => socat.once('exit', () => resolve()))
  }

  /**
   * Makes the pseudo-terminal and its link; the port can be opened when this resolves. `isHeldOpen` false: no other
   * process has the port open, as a program wants it that leaves such ports alone; it may notice a closing up to a second late.
   */
  static async open(link: string, onData: (bytes: Uint8Array) => void, isHeldOpen = true): Promise<Pty> {
    await rm(link, { force: true })
    const address = `pty,raw,echo=0,link=${link}${isHeldOpen ? '' : ',wait-slave,pty-interval=0.02,ignoreeof'}`
    const socat = spawn('socat', ['-d', '-d', address, 'STDIO'])
    await new Promise<void>((resolve, reject) => {
      socat.once('error', reject)
      socat.once('exit', (code) => reject(new Error(`socat ended with ${code}.`)))
      createInterface({ input: socat.stderr }).on('line', (line) => {
        if (line.includes(isHeldOpen ? 'starting data transfer loop' : 'PTY is')) resolve()
      })
    })
    socat.stdout.on('data', onData)
    // A modem that is pulled out takes nothing more.
    socat.stdin.on('error', () => undefined)
    // Held open, or socat would end when the program under test closes the port.
    const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK
    const holder = isHeldOpen ? await open(link, flags) : null
    return new Pty(link, socat, holder)
  }

  write(bytes: Uint8Array): void {
    if (this.socat.stdin?.writable === true) this.socat.stdin.write(bytes)
  }

  /** Pulls the plug: the program's port gets a hang-up and the link is gone. */
  async unplug(): Promise<void> {
    this.socat.kill('SIGKILL')
    await this.exited
    await this.holder?.close()
    await rm(this.link, { force: true })
  }
}
