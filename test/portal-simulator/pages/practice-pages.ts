import { liveText } from './live-text'
import { html, type Piece } from './html'
import { form, notFound } from './layout'
import { childrenOf, nameOf, patientById, type KnownPatient } from './people'
import { isClinicIdentifier } from './fhir-names'
import type { Live, Reply, Visitor } from './page'
import { COUNTRY_FACTS } from './words'

const MOST_SHOWN = 20
const MOST_EXAMPLES = 4
/** The clocks of portal and modem may differ by as much. */
const TOLERANCE_MS = 1_000

/** Every telephone there is, where the portal is only tried. */
export async function phonePage({ house, speech }: Visitor): Promise<Reply> {
  if (!house.practice) return notFound()
  const texts = (await house.practice.texts()).slice(0, MOST_SHOWN)
  return {
    title: 'practice-phone',
    body: html`<p>${speech.say('practice-phone-text')}</p>
      ${texts.length === 0 && html`<p class="card empty">${speech.say('practice-phone-none')}</p>`}
      ${texts.map(
        ({ to, text, at }) =>
          html`<article class="card narrow message">
            <p class="meta"><span>${to}</span><time datetime="${at}">${speech.time(at)}</time></p>
            <p class="text">${text}</p>
          </article>`
      )}`
  }
}

/** The telephone of whoever waits for a code. */
export async function phoneBox(visitor: Visitor): Promise<Piece> {
  const { house, speech } = visitor
  if (!house.practice) return null
  return html`<section class="card narrow practice" aria-labelledby="phone">
    <h2 id="phone">${speech.say('practice-phone')}</h2>
    ${liveText('/phone/state', await phoneState(visitor))}
  </section>`
}

/** All that has come since the code was asked for, the newest first; more may come as long as the page is open. */
export async function phoneState({ house, session, speech }: Visitor): Promise<Live> {
  const request = house.line.codeRequest(session.code?.requestId ?? '')
  const patient = request ? patientById(house.held, request.patientId) : null
  const numbers = patient?.telecom?.map(({ value }) => value) ?? []
  const texts = (await house.practice?.texts()) ?? []
  const since = (request?.askedMs ?? Infinity) - TOLERANCE_MS
  const come = texts.filter(({ to, at }) => numbers.includes(to) && Date.parse(at) >= since)
  const text = come.map((each) => each.text).join('\n\n')
  return { live: { text: text === '' ? speech.say('practice-phone-none') : text, isDone: false } }
}

/** Some who can log in, each a button. */
export function users(visitor: Visitor): Piece {
  const { house, speech } = visitor
  if (!house.practice) return null
  const active = house.line.accounts().filter(([, { state }]) => state === 'active')
  const known = active.flatMap(([id]) => patientById(house.held, id) ?? [])
  const withChildren = new Set(known.filter((patient) => childrenOf(house.held, patient).length > 0))
  const parents = known.filter((patient) => withChildren.has(patient))
  const others = known.filter((patient) => !withChildren.has(patient))
  const shown = [...parents.slice(0, MOST_EXAMPLES / 2), ...others].slice(0, MOST_EXAMPLES)
  if (shown.length === 0) return null
  return html`<section class="card narrow practice" aria-labelledby="users">
    <h2 id="users">${speech.say('practice-users')}</h2>
    <ul class="needs">
      ${shown.map(
        (patient) =>
          html`<li>
            ${form(
              visitor,
              '/login',
              html`<input type="hidden" name="number" value="${numberOf(patient)}" /><button class="quiet">
                  ${nameOf(patient)}
                </button>
                ${numberOf(patient)}${withChildren.has(patient) && html` · ${speech.say('practice-parent')}`}`
            )}
          </li>`
      )}
    </ul>
  </section>`
}

/** Some who have not signed up yet. */
export function newcomers({ house, speech }: Visitor): Piece {
  if (!house.practice) return null
  const before = new Date(house.held.time.nowMs())
  before.setUTCFullYear(before.getUTCFullYear() - COUNTRY_FACTS[house.clinic.country].age)
  const born = before.toISOString().slice(0, 10)
  const shown = house.held.store
    .list('Patient')
    .flatMap(({ id }) => patientById(house.held, id ?? null) ?? [])
    .filter(({ id, birthDate = '9999' }) => birthDate <= born && !house.line.account(id))
    .slice(0, MOST_EXAMPLES)
  if (shown.length === 0) return null
  return html`<section class="card narrow practice" aria-labelledby="newcomers">
    <h2 id="newcomers">${speech.say('practice-newcomers')}</h2>
    <ul class="needs">
      ${shown.map((patient) => html`<li>${nameOf(patient)} · ${numberOf(patient)}</li>`)}
    </ul>
  </section>`
}

function numberOf({ identifier = [] }: KnownPatient): string {
  return identifier.find(({ system, use }) => use === 'official' && !isClinicIdentifier(system))?.value ?? ''
}
