import { z } from 'zod'
import { CAMPAIGN_FIGURES } from './choices'
import { CampaignId, ClinicianId, ContactCheckId, PatientId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { Instant, PageCursor } from './values'

/** Whom a campaign asks by SMS whether the mobile is still theirs. */
export const CampaignCriteria = z.strictObject({
  /** Last confirmed so many months ago or longer; 0: whenever. */
  olderThanMonths: z.int().min(0).max(240),
  /** Only numbers that nobody has ever verified. */
  onlyNeverVerified: z.boolean(),
  /** Only the patients of this GP; null: everybody's. */
  gpClinicianId: ClinicianId.nullable(),
  /** Nobody who was asked in so many months, nor a number that was. */
  notAskedMonths: z.int().min(1).max(60),
  /** At most so many messages a day. */
  perDay: z.int().min(1).max(1000)
})
export type CampaignCriteria = z.infer<typeof CampaignCriteria>

/** Counted in patients; one message may ask about several of them. */
export const CampaignFigure = z.enum(CAMPAIGN_FIGURES)
export type CampaignFigure = z.infer<typeof CampaignFigure>

export const Campaign = z.strictObject({
  id: CampaignId,
  /** `done`: everybody was asked or left out; answers still count. */
  state: z.enum(['running', 'paused', 'stopped', 'done']),
  criteria: CampaignCriteria,
  figures: z.record(CampaignFigure, z.int()),
  /** Messages written today. */
  today: z.int(),
  createdAt: Instant,
  createdBy: z.string().nullable(),
  endedAt: Instant.nullable()
})
export type Campaign = z.infer<typeof Campaign>

/** Without a name: an address that is protected, or a record that asks for a reason. */
const Named = z.strictObject({ patientId: PatientId, name: z.string() })

export const CampaignCandidate = z.strictObject({
  ...Named.shape,
  /** Why this one is not asked: `reserved`, `deceased`, `consent-missing`, …; null when asked. */
  reason: z.string().nullable(),
  /** Others whom the same message asks about: they have the same number. */
  together: z.array(Named)
})
export type CampaignCandidate = z.infer<typeof CampaignCandidate>

export const CampaignPreview = z.strictObject({
  /** Patients looked at in this part. */
  looked: z.int(),
  /** Those asked, each with whoever shares the number, and those left out, oldest confirmation first. */
  candidates: z.array(CampaignCandidate),
  segments: z.int(),
  /** Of all messages of this part. */
  costMinor: z.int(),
  /** How many have a mobile last confirmed so long ago, whatever else was chosen; 100 000 stands for more. */
  total: z.int(),
  nextCursor: PageCursor.nullable()
})
export type CampaignPreview = z.infer<typeof CampaignPreview>

export const CampaignPerson = z.strictObject({
  checkId: ContactCheckId,
  ...Named.shape,
  /** Why it was left out or did not arrive. */
  reason: z.string().nullable(),
  answer: z.enum(['confirmed', 'disputed']).nullable(),
  at: Instant
})
export type CampaignPerson = z.infer<typeof CampaignPerson>

const One = z.strictObject({ id: CampaignId })

export const campaignMethods = {
  /** One part of those chosen, with who would be asked and who not. Nothing is written. */
  'campaigns.preview': {
    input: z.strictObject({ criteria: CampaignCriteria, cursor: PageCursor.nullable() }),
    output: CampaignPreview,
    access: DESK
  },
  /** Newest first, the last twenty. */
  'campaigns.list': { input: z.strictObject({}), output: z.array(Campaign), access: DESK },
  /** Refused with `campaign-under-way` while another one runs or rests. */
  'campaigns.start': { input: CampaignCriteria, output: Campaign, access: DESK },
  /** What has not left is taken back and goes when it is resumed. Refused with `campaign-changed`. */
  'campaigns.pause': { input: One, output: Campaign, access: DESK },
  /** Also undoes a stop. Refused with `campaign-changed`, `campaign-under-way`. */
  'campaigns.resume': { input: One, output: Campaign, access: DESK },
  'campaigns.stop': { input: One, output: Campaign, access: DESK },
  /** The patients behind a figure. */
  'campaigns.people': {
    input: z.strictObject({
      id: CampaignId,
      figure: CampaignFigure,
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({ people: z.array(CampaignPerson), nextCursor: PageCursor.nullable() }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const campaignEvents = {
  'campaigns.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
