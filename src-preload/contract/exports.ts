import { z } from 'zod'
import { EXPORT_COLUMNS, EXPORT_FORMS, EXPORT_PATIENTS } from './choices'
import { ExportChoiceId, PatientId } from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { FileTarget } from './shell'
import { Line } from './values'

export const ExportForm = z.enum(EXPORT_FORMS)
export type ExportForm = z.infer<typeof ExportForm>
/** Whom it takes: the filters of the patient list. */
export const ExportPatients = z.enum(EXPORT_PATIENTS)
export type ExportPatients = z.infer<typeof ExportPatients>
export const ExportColumn = z.enum(EXPORT_COLUMNS)
export type ExportColumn = z.infer<typeof ExportColumn>

const Export = z.strictObject({
  form: ExportForm,
  patients: ExportPatients,
  /** What is in it of each patient, in this order; FHIR has its own order. */
  columns: z.array(ExportColumn).min(1).max(EXPORT_COLUMNS.length)
})

/** What is taken out, under a name. */
export const ExportChoice = Export.extend({ id: ExportChoiceId, name: z.string() })
export type ExportChoice = z.infer<typeof ExportChoice>

export const exportMethods = {
  /**
   * Writes the list to the file chosen in the shell and answers when it is whole; `exports.progress` tells the way. No
   * protected address and no number local to the clinic is in it. What was begun is removed when it fails.
   */
  'exports.run': {
    input: Export.extend({ target: FileTarget }),
    output: z.strictObject({ patients: z.int() }),
    access: MANAGER
  },
  'exports.cancel': {
    input: z.strictObject({ target: FileTarget }),
    output: z.strictObject({}),
    access: MANAGER
  },
  /** How many it would be. */
  'exports.count': {
    input: z.strictObject({ patients: ExportPatients }),
    output: z.strictObject({ patients: z.int() }),
    access: MANAGER
  },
  'exports.choices': { input: z.strictObject({}), output: z.array(ExportChoice), access: MANAGER },
  /** Keeps a choice; one of that name is replaced. */
  'exports.saveChoice': {
    input: Export.extend({ name: Line(60).min(1) }),
    output: ExportChoice,
    access: MANAGER
  },
  'exports.removeChoice': {
    input: z.strictObject({ id: ExportChoiceId }),
    output: z.strictObject({}),
    access: MANAGER
  },
  /** One patient as a contact, for a telephone or an address book: no number and no note, and no protected address. */
  'exports.vcard': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.strictObject({ name: z.string(), content: z.string() }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const exportEvents = {
  'exports.progress': {
    payload: z.strictObject({
      target: FileTarget,
      done: z.int(),
      total: z.int(),
      secondsLeft: z.int().nullable()
    }),
    access: 'signed-in'
  },
  /** A choice was kept or removed. */
  'exports.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
