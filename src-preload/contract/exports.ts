import { z } from 'zod'
import { EXPORT_COLUMNS, EXPORT_FORMS, EXPORT_PATIENTS } from './choices'

export const ExportForm = z.enum(EXPORT_FORMS)
export type ExportForm = z.infer<typeof ExportForm>
export const ExportPatients = z.enum(EXPORT_PATIENTS)
export type ExportPatients = z.infer<typeof ExportPatients>
export const ExportColumn = z.enum(EXPORT_COLUMNS)
export type ExportColumn = z.infer<typeof ExportColumn>
