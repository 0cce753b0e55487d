interface Moving {
  readonly appointment: { readonly startAt: string }
  readonly place: { readonly startAt: string }
}

/**
 * The order in which occurrences move so that none meets one that has yet to leave: what goes later begins at the end,
 * what goes earlier at the beginning. A weekly series moved by a week takes its own places.
 */
export function inMovingOrder<T extends Moving>(moving: readonly T[]): T[] {
  const byStart = [...moving].sort(
    (a, b) => Date.parse(a.appointment.startAt) - Date.parse(b.appointment.startAt)
  )
  const isLater = ({ appointment, place }: T): boolean =>
    Date.parse(place.startAt) > Date.parse(appointment.startAt)
  return [...byStart.filter(isLater).reverse(), ...byStart.filter((one) => !isLater(one))]
}
