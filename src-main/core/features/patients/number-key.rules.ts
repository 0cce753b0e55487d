/**
 * One number among all that patients have: two countries may issue the same digits. `DE:C01X00T47`, or the value alone
 * of what the clinic's own country issued.
 */
export function numberKey({ country, value }: { country: string | null; value: string }): string {
  return country === null ? value : `${country}:${value}`
}

/** The value of a {@link numberKey}. */
export function valueOfKey(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}
