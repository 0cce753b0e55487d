import { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import type { VideoVisit } from '@contract/video'
import { expect, it } from 'vitest'
import { videoWord } from './video-look'

const visit: VideoVisit = {
  appointmentId: AppointmentId.parse(1),
  patientId: PatientId.parse(1),
  clinicianId: ClinicianId.parse(1),
  start: '2026-12-03T09:20:00Z',
  link: 'https://video.example/abc',
  linkAt: '2026-12-03T09:10:00Z',
  linkState: null,
  linkReason: null,
  isLinkMissed: false,
  deliveredAt: null,
  mayLeaveAt: '2026-12-03T09:30:00Z',
  lateToldAt: null,
  canAdmit: true
}

it('says how far the link has come', () => {
  expect(videoWord(visit)).toBe('planned')
  expect(videoWord({ ...visit, link: null })).toBe('off')
  expect(videoWord({ ...visit, isLinkMissed: true })).toBe('missed')
  expect(videoWord({ ...visit, linkState: 'sending' })).toBe('queued')
  expect(videoWord({ ...visit, linkState: 'delivered' })).toBe('delivered')
  expect(videoWord({ ...visit, linkState: 'expired' })).toBe('failed')
})

it('says before anything that the patient may have left', () => {
  expect(videoWord({ ...visit, linkState: 'delivered', lateToldAt: '2026-12-03T09:30:05Z' })).toBe('late')
})
