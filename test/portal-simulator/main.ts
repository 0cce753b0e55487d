import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { DEMO_NUMBER, fillDemo } from './demo'
import { pretendClinic } from './demo-desk'
import type { PhoneText } from './pages/page'
import { startPortal } from './start-portal'

const USAGE = `A patient portal on this PC, with demo data unless a clinic is named. Options:
  --port 8788            of what the clinic talks to
  --pages-port 8787      with --tls: of the patients' pages
  --tls                  with a certificate that vouches for itself
  --client ID            the clinic's client id …
  --jwks FILE            … and its public keys: then the portal begins empty, and the clinic fills it`

const Jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/** Runs the portal until it is ended. */
export async function main(parameters: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      port: { type: 'string', default: '8788' },
      'pages-port': { type: 'string', default: '8787' },
      tls: { type: 'boolean', default: false },
      client: { type: 'string' },
      jwks: { type: 'string' },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) return console.log(USAGE)
  const isPretended = values.client === undefined || values.jwks === undefined
  const texts: PhoneText[] = []
  const portal = await startPortal({
    port: Number(values.port),
    pagesPort: Number(values['pages-port']),
    tls: values.tls,
    ...(isPretended ? { practice: { texts: () => Promise.resolve(texts.toReversed()) } } : {})
  })
  console.log(`Patients: ${portal.pagesUrl}\nClinic:   ${portal.url}`)
  const pin = portal.certificate()?.pin
  if (pin) console.log(`Pin:      ${pin}`)
  if (values.client !== undefined && values.jwks !== undefined) {
    const jwks = Jwks.parse(JSON.parse(await readFile(values.jwks, 'utf8')))
    portal.tokens.register({ clientId: values.client, jwks })
  } else {
    fillDemo(portal)
    pretendClinic(portal, (sms) => {
      texts.push(sms)
      console.log(`To ${sms.to}: ${sms.text}`)
    })
    console.log(`Log in as ${DEMO_NUMBER}.`)
  }
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await portal.close()
}
