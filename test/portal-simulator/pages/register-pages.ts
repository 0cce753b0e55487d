import { wordingOf } from './consent-wording'
import { needsList } from './help-page'
import { html } from './html'
import { form } from './layout'
import { liveText } from './live-text'
import { invalidNumber, isTooOften, numberField, numberIn } from './number-field'
import { bad, good, onward, type Live, type Page, type Reply, type Visitor } from './page'
import { patientByNumber } from './people'
import { newcomers } from './practice-pages'

/** The clinic answers in a second when it is there. */
const ANSWER_WAIT_MS = 3_000

export function registerPage(
  visitor: Visitor,
  errors: { number?: string | null; agree?: boolean } = {}
): Page {
  const { speech } = visitor
  const { texts } = wordingOf(speech.language)
  return {
    title: 'register',
    body: html`<div class="card narrow">
        <p>${speech.say('register-text')}</p>
        ${form(
          visitor,
          '/register',
          html`${numberField(visitor, errors.number ?? null)}
            <fieldset class="agree${errors.agree ? ' wrong' : ''}">
              <p id="agree-text">${texts['one-time-code']}</p>
              ${errors.agree && html`<p class="error" id="agree-error"><span aria-hidden="true">!</span> ${speech.say('agree-missing')}</p>`}
              <label class="check">
                <input
                  type="checkbox"
                  name="agree"
                  value="yes"
                  aria-describedby="agree-text${errors.agree ? ' agree-error' : ''}"
                />
                ${speech.say('agree')}
              </label>
            </fieldset>
            <button>${speech.say('register-send')}</button>`
        )}
        ${needsList(visitor)}
      </div>
      ${newcomers(visitor)}`
  }
}

export async function register(visitor: Visitor): Promise<Reply> {
  const { house, session, speech, form: given } = visitor
  const number = numberIn(visitor)
  const agrees = given.get('agree') === 'yes'
  if (number === null || !agrees) {
    const error = number === null ? invalidNumber(visitor) : null
    return { ...registerPage(visitor, { number: error, agree: !agrees }), status: 422 }
  }
  if (isTooOften(visitor, number)) return onward(session, '/register', bad('too-many'))
  const consent = {
    wordingVersion: wordingOf(speech.language).version,
    language: speech.language,
    given: house.held.time.text()
  }
  const registration = house.line.askRegistration(number, consent)
  session.registrationId = registration.id
  await house.line.untilAnswered(() => registration.answer !== null, ANSWER_WAIT_MS)
  return { to: '/register/answer' }
}

/** Once the clinic has said yes and the patient is here, there is an account. */
function isSettled({ house, session }: Visitor): boolean {
  const registration = house.line.registration(session.registrationId ?? '')
  if (!registration?.answer) return false
  if ('reason' in registration.answer) return true
  const found = patientByNumber(house.held, registration.nationalNumber)
  if (!found) return false
  if (!house.line.account(found.patient.id))
    house.line.setAccount(found.patient.id, { state: 'invited', activation: 'sent' })
  return true
}

export function registerState(visitor: Visitor): Live {
  return { live: { text: visitor.speech.say('register-waiting'), isDone: isSettled(visitor) } }
}

/** The same sentence for every reason: what stands in the way of others is not to be found out by trying numbers. */
const DESK_CODES = {
  'gp-elsewhere': 'R1',
  'number-missing': 'R2',
  'mobile-missing': 'R3',
  'consent-missing': 'R4',
  reserved: 'R5',
  'under-age': 'R6'
} as const

export function registerAnswer(visitor: Visitor): Reply {
  const { house, session, speech } = visitor
  const registration = house.line.registration(session.registrationId ?? '')
  if (!registration) return { to: '/register' }
  if (!isSettled(visitor)) return waitingPage(visitor)
  const answer = registration.answer
  session.registrationId = null
  if (!answer || 'allowed' in answer) {
    const found = patientByNumber(house.held, registration.nationalNumber)
    const isLocked = found !== null && house.line.account(found.patient.id)?.state === 'locked'
    return onward(session, '/login', isLocked ? bad('locked') : good('register-done'))
  }
  const values = { phone: house.clinic.telephone, code: DESK_CODES[answer.reason] }
  return {
    title: 'register-refused',
    body: html`<div class="card narrow">
      <p>${speech.say('register-refused-text', values)}</p>
      <p class="desk-code">${values.code}</p>
      ${needsList(visitor)}
    </div>`
  }
}

function waitingPage(visitor: Visitor): Page {
  return {
    title: 'register',
    body: html`<div class="card narrow">
      ${liveText('/register/state', registerState(visitor), '/register/answer')}
      <p class="aside">
        <a class="without-script" href="/register/answer">${visitor.speech.say('register-refresh')}</a>
      </p>
    </div>`
  }
}
