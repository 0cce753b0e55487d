import type { ContactChannel } from '@contract/patients'
import { parseMobile } from '../../platform/telephone'
import { parseEmail } from './email.rules'
import { tidyCell } from './import-cells.rules'
import type { ImportCells } from './import-columns.rules'
import type { NationalNumberRules } from './national-number.rules'

export interface ImportFinding {
  /** The reason, whose sentence lives in the locales. */
  code: string
  /** Fills the sentence: `rule` is the rule of the number that failed, `field` the column, `line` another line. */
  parameters: Readonly<Record<string, string>>
}

export interface UnusableContact {
  channel: ContactChannel
  /** As the file has it. */
  text: string
}

interface ReachedBy {
  mobile: string | null
  email: string | null
  unusableContacts: UnusableContact[]
}

type Rules = Omit<NationalNumberRules, 'type'>

export function finding(code: string, parameters: ImportFinding['parameters'] = {}): ImportFinding {
  return { code, parameters }
}

/** Mobile and e-mail that pass their checks; the others are told apart, to be kept as a note. */
export function readContacts(cells: ImportCells, { country }: Rules) {
  const findings: ImportFinding[] = []
  const held: ReachedBy = {
    mobile: null,
    email: null,
    unusableContacts: []
  }
  const mobile = parseMobile(tidyCell(cells.mobile), country)
  if (mobile.ok) held.mobile = mobile.e164
  else if (mobile.code !== 'mobile-missing') {
    findings.push(finding(mobile.code))
    held.unusableContacts.push({ channel: 'mobile', text: tidyCell(cells.mobile) })
  }
  const email = parseEmail(tidyCell(cells.email))
  if (email.ok) held.email = email.email
  else if (email.code !== 'email-missing') {
    findings.push(finding(email.code))
    held.unusableContacts.push({ channel: 'email', text: tidyCell(cells.email) })
  }
  return { held, findings }
}
