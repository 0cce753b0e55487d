import { html, type Html, type Piece } from './html'
import type { Visitor } from './page'
import type { Visit } from './visits'
import type { WordKey } from './words'

/** One appointment: when, with whom, where, and how sure it is. */
export function visitCard(visitor: Visitor, visit: Visit, actions: Piece = null): Html {
  const { speech } = visitor
  const isOpen = visit.status === 'coming' || visit.status === 'requested'
  return html`<article class="card visit ${visit.status}">
    <div class="when">
      <strong>${speech.day(visit.start)}</strong>
      <span
        ><time datetime="${visit.start}">${speech.time(visit.start)}</time>–${speech.time(visit.end)}</span
      >
    </div>
    <dl>
      ${visit.name && pair(speech.say('kind'), visit.name)}
      ${visit.clinician && pair(speech.say('with'), visit.clinician)}
      ${pair(speech.say('where'), whereOf(visitor, visit))}
    </dl>
    ${stateOf(visitor, visit)}
    ${isOpen && visit.videoLink && html`<p><a class="button second" href="${visit.videoLink}" rel="noreferrer">${speech.say('video-open')}</a></p>`}
    ${actions}
  </article>`
}

function pair(term: string, text: Piece): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${text}</dd>
  </div>`
}

const WITHOUT_PLACE: Readonly<Partial<Record<string, WordKey>>> = {
  video: 'video',
  telephone: 'telephone',
  'home-visit': 'home-visit'
}

function whereOf({ speech, house }: Visitor, { kind, place }: Visit): string {
  const other = WITHOUT_PLACE[kind]
  return other ? speech.say(other) : (place ?? `${house.clinic.name}, ${house.clinic.address}`)
}

function stateOf({ speech }: Visitor, { id, status, isConfirmed }: Visit): Html | null {
  if (status === 'past') return null
  if (status === 'cancelled-you' || status === 'cancelled-clinic')
    return html`<p class="state gone"><span aria-hidden="true">×</span> ${speech.say(status)}</p>`
  if (status === 'requested')
    return html`<p class="state open"><span aria-hidden="true">…</span> ${speech.say('requested')}</p>`
  return isConfirmed
    ? html`<p class="state sure"><span aria-hidden="true">✓</span> ${speech.say('confirmed')}</p>`
    : html`<p class="state open" aria-live="polite">
        <span aria-hidden="true">…</span>
        <span data-live="/appointments/${id}/state" data-settled="state sure"
          >${speech.say('unconfirmed')}</span
        >
      </p>`
}
