import { ask, cancel } from './acts'
import { Refusal } from '../fhir/refusal'
import { html, type Html } from './html'
import { form, notFound } from './layout'
import { actingOf, bad, good, onward, type Live, type Member, type Page, type Reply } from './page'
import { visitCard } from './visit-card'
import { visitsOf, type Visit } from './visits'

const DAY_MS = 86_400_000
const MOST_PAST = 20

export function appointmentsPage(member: Member): Page {
  const { speech, house, subject } = member
  const visits = visitsOf(house.held, subject.id)
  const now = house.held.time.nowMs()
  // One that was cancelled is shown among those to come until its time has passed: nobody shall go there.
  const coming = visits.filter(({ status, end }) => status !== 'past' && Date.parse(end) > now)
  const past = visits
    .filter((visit) => !coming.includes(visit))
    .toReversed()
    .slice(0, MOST_PAST)
  return {
    title: 'appointments',
    body: html`<p class="row"><a class="button" href="/book">${speech.say('book')}</a></p>
      <section aria-labelledby="coming">
        <h2 id="coming">${speech.say('coming')}</h2>
        ${coming.length === 0 && html`<p class="card empty">${speech.say('no-next')}</p>`}
        ${coming.map((visit) => visitCard(member, visit, changeLink(member, visit)))}
      </section>
      <details class="past">
        <summary>${speech.say('past')} (${past.length})</summary>
        ${past.length === 0 && html`<p>${speech.say('none-past')}</p>`}
        ${past.map((visit) => visitCard(member, visit))}
      </details>`
  }
}

function changeLink({ speech, house }: Member, visit: Visit): Html | null {
  if (!canChange(visit, house.held.time.nowMs())) return null
  const about = `${speech.say('change')}: ${speech.day(visit.start)} ${speech.time(visit.start)}`
  return html`<p><a href="/appointments/${visit.id}" aria-label="${about}">${speech.say('change')}</a></p>`
}

function canChange({ status, start }: Visit, now: number): boolean {
  return (status === 'coming' || status === 'requested') && Date.parse(start) > now
}

function visitOf({ house, subject, names }: Member): Visit | undefined {
  return visitsOf(house.held, subject.id).find(({ id }) => id === names[0])
}

/** Whether the clinic has said yes by now. */
export function appointmentState(member: Member): Live {
  const visit = visitOf(member)
  const isDone = visit?.status === 'coming' && visit.isConfirmed
  return { live: { text: member.speech.say(isDone ? 'confirmed' : 'unconfirmed'), isDone } }
}

export function appointmentPage(member: Member): Reply {
  const { speech, house, session } = member
  const visit = visitOf(member)
  if (!visit) return notFound()
  const now = house.held.time.nowMs()
  if (!canChange(visit, now)) return onward(session, '/appointments', bad('too-late'))
  const isLate = Date.parse(visit.start) - now < DAY_MS
  const version = html`<input type="hidden" name="version" value="${visit.version}" />`
  return {
    title: 'change',
    body: html`${visitCard(member, visit)}
      <section class="card" aria-labelledby="move">
        <h2 id="move">${speech.say('move')}</h2>
        ${form(
          member,
          `/appointments/${visit.id}/move`,
          html`<div class="field">
              <label for="text">${speech.say('move-hint')}</label>
              <textarea id="text" name="text" rows="3" maxlength="1000"></textarea>
            </div>
            <button class="second">${speech.say('move-send')}</button>`
        )}
      </section>
      <section class="card" aria-labelledby="cancel">
        <h2 id="cancel">${speech.say('cancel')}</h2>
        ${isLate && html`<p class="state open"><span aria-hidden="true">!</span> ${speech.say('cancel-late')}</p>`}
        ${form(
          member,
          `/appointments/${visit.id}/cancel`,
          html`${version}<button class="danger">${speech.say('cancel')}</button>`
        )}
      </section>
      <p><a href="/appointments">${speech.say('back')}</a></p>`
  }
}

/** What the patient saw is what is cancelled: one that the desk has moved meanwhile is shown again first. */
export function cancelAppointment(member: Member): Reply {
  const { session, form: given, house } = member
  const visit = visitOf(member)
  if (!visit) return notFound()
  if (!canChange(visit, house.held.time.nowMs())) return onward(session, '/appointments', bad('too-late'))
  if (given.get('version') !== visit.version)
    return onward(session, `/appointments/${visit.id}`, bad('form-old'))
  try {
    cancel(actingOf(member), visit)
  } catch (error) {
    if (error instanceof Refusal) return onward(session, `/appointments/${visit.id}`, bad('form-old'))
    throw error
  }
  return onward(session, '/appointments', good('cancelled-now'))
}

export function moveAppointment(member: Member): Reply {
  const { session, form: given } = member
  const visit = visitOf(member)
  if (!visit) return notFound()
  const text = (given.get('text') ?? '').trim().slice(0, 1_000)
  ask(actingOf(member), { kind: 'move', text, appointmentId: visit.id })
  return onward(session, '/appointments', good('sent-now'))
}
