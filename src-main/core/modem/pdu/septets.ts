/**
 * Packs septets into octets, least significant bit first (3GPP TS 23.038 § 6.1.2.1).
 * `fillBits` zero bits come first, so that text after a header starts on a septet boundary.
 */
export function packSeptets(septets: readonly number[], fillBits = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((septets.length * 7 + fillBits) / 8))
  let bit = fillBits
  for (const septet of septets) {
    const index = bit >> 3
    const shifted = septet << (bit & 7)
    octets[index] = (octets[index] ?? 0) | (shifted & 0xff)
    if (shifted > 0xff) octets[index + 1] = shifted >> 8
    bit += 7
  }
  return octets
}

/** The reverse of {@link packSeptets}; reads `count` septets and stops early where the octets end. */
export function unpackSeptets(octets: Uint8Array, count: number, fillBits = 0): number[] {
  const septets: number[] = []
  for (let bit = fillBits; septets.length < count && bit + 7 <= octets.length * 8; bit += 7) {
    const index = bit >> 3
    const pair = (octets[index] ?? 0) | ((octets[index + 1] ?? 0) << 8)
    septets.push((pair >> (bit & 7)) & 0x7f)
  }
  return septets
}

/** Zero bits between a user data header of this many octets (length octet included) and the first septet. */
export function fillBitsAfter(headerOctets: number): number {
  return (7 - ((headerOctets * 8) % 7)) % 7
}
