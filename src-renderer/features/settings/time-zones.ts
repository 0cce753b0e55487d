/** Zones of the countries Skranke speaks to come first; a clinic elsewhere finds its own below. */
const FIRST = [
  'Europe/Oslo',
  'Europe/Copenhagen',
  'Europe/Amsterdam',
  'Arctic/Longyearbyen',
  'Atlantic/Faroe'
]

export function timeZoneOptions(): { value: string; label: string }[] {
  const all = Intl.supportedValuesOf('timeZone').filter((zone) =>
    /^(Europe|Atlantic|America|Arctic)\//.test(zone)
  )
  const zones = [...new Set([...FIRST, ...all])]
  return zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}
