import type { CodeableConcept } from '@medplum/fhirtypes'
import { Refusal } from '../fhir/refusal'
import { book } from './acts'
import { html, type Html, type Piece } from './html'
import { form } from './layout'
import { actingOf, bad, good, onward, type Member, type Page, type Reply } from './page'
import { freePlace, freePlaces, type FreePlace } from './visits'

/** Days with free places on one page. */
const DAYS_SHOWN = 5

export function bookPage(member: Member): Page {
  const { speech, house, query } = member
  const all = freePlaces(house.held)
  const clinicians = new Map(all.map(({ practitionerId, clinician }) => [practitionerId, clinician]))
  const chosen = query.get('clinician') ?? ''
  const from = query.get('from') ?? ''
  const places = all.filter(
    ({ practitionerId, start }) => (chosen === '' || practitionerId === chosen) && speech.date(start) >= from
  )
  const days = Map.groupBy(places, ({ start }) => speech.date(start))
  const shown = [...days].slice(0, DAYS_SHOWN)
  const [later] = [...days.keys()].slice(DAYS_SHOWN)
  return {
    title: 'book',
    body: html`<p>${speech.say('book-text')}</p>
      ${chooser(member, clinicians, chosen)}
      ${shown.length === 0 && html`<p class="card empty">${speech.say('none-free')}</p>`}
      ${shown.map(([date, free]) => dayOf(member, date, free))}
      <p class="row">
        ${from !== '' && html`<a href="/book?${new URLSearchParams({ clinician: chosen }).toString()}">${speech.say('earlier')}</a>`}
        ${later && html`<a class="button second" href="/book?${new URLSearchParams({ clinician: chosen, from: later }).toString()}">${speech.say('later')}</a>`}
      </p>`
  }
}

function chooser({ speech }: Member, clinicians: ReadonlyMap<string, string>, chosen: string): Piece {
  if (clinicians.size < 2) return null
  const sorted = [...clinicians].toSorted(([, a], [, b]) => a.localeCompare(b))
  return html`<form method="get" action="/book" class="chooser">
    <label for="clinician">${speech.say('clinician')}</label>
    <select id="clinician" name="clinician">
      <option value="">${speech.say('anyone')}</option>
      ${sorted.map(([id, name]) => html`<option value="${id}" ${id === chosen && html` selected`}>${name}</option>`)}
    </select>
    <button class="second">${speech.say('show')}</button>
  </form>`
}

/** The patient's own doctor first, the others by name. */
function dayOf({ speech, subject }: Member, date: string, places: readonly FreePlace[]): Html {
  const [first] = places
  const gp = subject.generalPractitioner?.[0]?.reference
  const isOthers = ({ practitionerId }: FreePlace) => Number(gp !== `Practitioner/${practitionerId}`)
  const sorted = places.toSorted(
    (a, b) => isOthers(a) - isOthers(b) || a.clinician.localeCompare(b.clinician)
  )
  const byClinician = Map.groupBy(sorted, ({ clinician }) => clinician)
  return html`<section class="card day" aria-labelledby="day-${date}">
    <h2 id="day-${date}">${first && speech.day(first.start)}</h2>
    ${[...byClinician].map(
      ([clinician, free]) =>
        html`<h3>${clinician}</h3>
          <ul class="times">
            ${free.map(
              ({ slot, start }) =>
                html`<li>
                  <a href="/book/${slot.id}" aria-label="${speech.time(start)}, ${clinician}"
                    >${speech.time(start)}</a
                  >
                </li>`
            )}
          </ul>`
    )}
  </section>`
}

/** While the clinic is away, nobody is promised a place on the same day. */
function isRequest({ house, speech }: Member, { start }: FreePlace): boolean {
  return !house.line.isClinicThere() && speech.date(start) === speech.date(house.held.time.text())
}

export function placePage(member: Member): Reply {
  const { speech, house, session, names } = member
  const place = freePlace(house.held, names[0] ?? '')
  if (!place) return onward(session, '/book', bad('taken'))
  const asks = isRequest(member, place)
  return {
    title: 'book-title',
    body: html`<div class="card visit narrow">
      <div class="when">
        <strong>${speech.day(place.start)}</strong>
        <span>${speech.time(place.start)}–${speech.time(place.end)}</span>
      </div>
      <dl>
        <div>
          <dt>${speech.say('with')}</dt>
          <dd>${place.clinician}</dd>
        </div>
        ${
          place.types.length === 1 &&
          html`<div>
            <dt>${speech.say('kind')}</dt>
            <dd>${place.types[0]?.text}</dd>
          </div>`
        }
      </dl>
      ${asks && html`<p class="state open"><span aria-hidden="true">!</span> ${speech.say('book-request-text')}</p>`}
      ${form(
        member,
        `/book/${place.slot.id}`,
        html`${typeChoice(member, place.types)}
          <button>${speech.say(asks ? 'book-request' : 'book-now')}</button>`
      )}
      <p class="aside"><a href="/book">${speech.say('back')}</a></p>
    </div>`
  }
}

function typeChoice({ speech }: Member, types: readonly CodeableConcept[]): Piece {
  if (types.length < 2) return null
  return html`<fieldset>
    <legend>${speech.say('kind')}</legend>
    ${types.map(
      ({ text }, index) =>
        html`<label class="check">
          <input type="radio" name="type" value="${index}" ${index === 0 && html` checked`} /> ${text}
        </label>`
    )}
  </fieldset>`
}

export function bookPlace(member: Member): Reply {
  const { house, session, names, form: given } = member
  const place = freePlace(house.held, names[0] ?? '')
  if (!place) return onward(session, '/book', bad('taken'))
  const type = place.types[Number(given.get('type') ?? 0)] ?? place.types[0]
  try {
    book(actingOf(member), place, { type, isRequest: isRequest(member, place) })
  } catch (error) {
    if (error instanceof Refusal) return onward(session, '/book', bad('taken'))
    throw error
  }
  return onward(session, '/appointments', good('booked-now'))
}
