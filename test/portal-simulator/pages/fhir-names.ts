/** Names that docs/portal-protocol.md gives. */
export const BOOKING = 'urn:skranke:portal:booking'
export const REQUEST = 'urn:skranke:request'
export const CONTACT_STATE = 'urn:skranke:contact-state'
export const CONTACT_CONFIRMED = 'urn:skranke:contact-confirmed'
export const VIDEO_LINK = 'urn:skranke:video-link'
export const APPOINTMENT_KIND = 'urn:skranke:appointment-kind'
export const WORDING = 'urn:skranke:consent-wording:'
export const CANCELLATION = 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason'

const OURS = /^urn:skranke:(?!operation$|portal:)[^:]+:[A-Za-z]+$/

/** `urn:skranke:<clinic-id>:<type>`: the clinic knows it by that. */
export function isClinicIdentifier(system: string | undefined): boolean {
  return system !== undefined && OURS.test(system)
}
