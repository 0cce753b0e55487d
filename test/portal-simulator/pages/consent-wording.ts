import { z } from 'zod'
import type { Language } from '../../../src-preload/contract/values'
import { CONSENT_PURPOSES } from '../../../src-preload/contract/choices'
import da from '../../../resources/consent-wording/da.json' with { type: 'json' }
import en from '../../../resources/consent-wording/en.json' with { type: 'json' }
import nb from '../../../resources/consent-wording/nb.json' with { type: 'json' }
import nl from '../../../resources/consent-wording/nl.json' with { type: 'json' }
import nn from '../../../resources/consent-wording/nn.json' with { type: 'json' }

const Wordings = z.tuple(
  [z.object({ version: z.string(), texts: z.record(z.enum(CONSENT_PURPOSES), z.string()) })],
  z.unknown()
)

const FILES: Readonly<Record<Language, unknown>> = { nb, nn, da, nl, en }

/** The words of the clinic that the portal shows before a decision: those of today, with their version. */
export function wordingOf(language: Language) {
  return Wordings.parse(FILES[language])[0]
}
