import type { Task } from '@medplum/fhirtypes'
import { ask } from './acts'
import { html, type Html } from './html'
import { form } from './layout'
import { actingOf, bad, good, onward, type Member, type Page, type Reply } from './page'
import type { WordKey } from './words'

const LONGEST = 2_000
const MOST_SHOWN = 50

export function messagesPage(member: Member): Page {
  const { speech, house, subject } = member
  const tasks = house.held.store
    .having('Task', `patient=Patient/${subject.id}`)
    .toSorted((a, b) => (b.authoredOn ?? '').localeCompare(a.authoredOn ?? ''))
    .slice(0, MOST_SHOWN)
  return {
    title: 'messages',
    body: html`<section class="card" aria-labelledby="new">
        <h2 id="new">${speech.say('message-new')}</h2>
        ${form(
          member,
          '/messages',
          html`<div class="field">
              <label for="text">${speech.say('message-text')}</label>
              <p class="hint" id="text-hint">${speech.say('message-hint')}</p>
              <textarea
                id="text"
                name="text"
                rows="4"
                maxlength="${LONGEST}"
                aria-describedby="text-hint"
              ></textarea>
            </div>
            <button>${speech.say('message-send')}</button>`
        )}
      </section>
      ${tasks.length === 0 && html`<p class="card empty">${speech.say('message-none')}</p>`}
      ${tasks.map((task) => taskCard(member, task))}`
  }
}

const STATES: Readonly<Partial<Record<Task['status'], WordKey>>> = {
  requested: 'message-sent',
  completed: 'message-done',
  rejected: 'message-rejected'
}

function taskCard({ speech }: Member, { authoredOn = '', description, status, output, code }: Task): Html {
  const isMove = code?.coding?.some((coding) => coding.code === 'move')
  return html`<article class="card message">
    <p class="meta">
      <time datetime="${authoredOn}">${speech.day(authoredOn)} ${speech.time(authoredOn)}</time>
      <span class="tag">${speech.say(STATES[status] ?? 'message-seen')}</span>
    </p>
    ${isMove && html`<p><strong>${speech.say('move')}</strong></p>`}
    ${description && html`<p class="text">${description}</p>`}
    ${output?.map(
      ({ valueString = '' }) =>
        html`<p class="meta">${speech.say('message-answer')}</p>
          <p class="text answer">${valueString}</p>`
    )}
  </article>`
}

export function sendMessage(member: Member): Reply {
  const { session, form: given } = member
  const text = (given.get('text') ?? '').trim().slice(0, LONGEST)
  if (text === '') return onward(session, '/messages', bad('message-empty'))
  ask(actingOf(member), { kind: 'message', text })
  return onward(session, '/messages', good('sent-now'))
}
