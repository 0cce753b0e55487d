/**
 * Who uses which port and which modem, so that supervisors side by side never open the same one twice: a modem shows
 * several ports, and only its IMEI tells that they are one.
 */
export class PortShares {
  private readonly ports = new Map<string, object>()
  private readonly modems = new Map<string, object>()
  /** The modem that was last met behind a port, while the port stays. */
  private readonly met = new Map<string, string>()

  /** Of the ports that are there, those that nobody else uses, be it by another port of the same modem. */
  free(present: readonly string[], holder: object): string[] {
    for (const path of this.met.keys()) if (!present.includes(path)) this.met.delete(path)
    return present.filter((path) => {
      const imei = this.met.get(path)
      return this.isFor(this.ports.get(path), holder) && this.isFor(imei && this.modems.get(imei), holder)
    })
  }

  /** @returns false when somebody else has opened it meanwhile */
  takePort(path: string, holder: object): boolean {
    if (!this.isFor(this.ports.get(path), holder)) return false
    this.ports.set(path, holder)
    return true
  }

  /** @returns false when somebody else uses this modem by another port */
  takeModem(imei: string, path: string, holder: object): boolean {
    this.met.set(path, imei)
    if (!this.isFor(this.modems.get(imei), holder)) return false
    this.modems.set(imei, holder)
    return true
  }

  /** Lets go of the port and the modem. */
  release(holder: object): void {
    for (const held of [this.ports, this.modems])
      for (const [name, by] of held) if (by === holder) held.delete(name)
  }

  private isFor(by: unknown, holder: object): boolean {
    return by === undefined || by === holder
  }
}
