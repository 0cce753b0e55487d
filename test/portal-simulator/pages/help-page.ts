import { html, type Html } from './html'
import type { Page, Visitor } from './page'
import { COUNTRY_FACTS } from './words'

const TROUBLES = ['help-no-code', 'help-refused', 'help-number', 'help-cookies'] as const

/** What keeps people out, and whom to ask; nothing here depends on who asks. */
export function helpPage(visitor: Visitor): Page {
  const { speech, house } = visitor
  return {
    title: 'help',
    body: html`<div class="card narrow">
      ${TROUBLES.map(
        (key) =>
          html`<details>
            <summary>${speech.say(key)}</summary>
            <p>${speech.say(`${key}-text`)}</p>
          </details>`
      )}
      ${needsList(visitor)}
      <p class="aside">${speech.say('help-more', { phone: house.clinic.telephone })}</p>
    </div>`
  }
}

const NEEDS = ['need-gp', 'need-number', 'need-mobile', 'need-consent', 'need-age'] as const

/** What a person needs to be a portal user. */
export function needsList({ speech, house }: Visitor): Html {
  const { age } = COUNTRY_FACTS[house.clinic.country]
  return html`<h2>${speech.say('register-needs')}</h2>
    <ul class="needs">
      ${NEEDS.map((key) => html`<li>${speech.say(key, { age })}</li>`)}
    </ul>`
}
