import { html, type Html, type Piece } from './html'
import { mobilesOf, type Member, type Page, type Visitor } from './page'
import { visitCard } from './visit-card'
import { visitsOf } from './visits'
import { COUNTRY_FACTS } from './words'

export function welcomePage({ speech, house }: Visitor): Page {
  const { emergency } = COUNTRY_FACTS[house.clinic.country]
  return {
    title: 'welcome',
    body: html`<div class="card welcome">
        <p class="lead">${speech.say('welcome-text')}</p>
        <p class="row">
          <a class="button" href="/login">${speech.say('log-in')}</a>
          <a class="button second" href="/register">${speech.say('register')}</a>
        </p>
        <p class="aside">${speech.say('need-help')} <a href="/help">${speech.say('help')}</a></p>
      </div>
      <p class="urgent">${speech.say('not-urgent', { emergency })}</p>`
  }
}

export function homePage(member: Member): Page {
  const { speech, house, subject } = member
  const next = visitsOf(house.held, subject.id).find(
    ({ status }) => status === 'coming' || status === 'requested'
  )
  return {
    title: 'home',
    body: html`<section aria-labelledby="next">
        <h2 id="next">${speech.say('next')}</h2>
        ${next ? visitCard(member, next) : html`<p class="card empty">${speech.say('no-next')}</p>`}
        <p class="row">
          <a class="button" href="/book">${speech.say('book')}</a>
          <a class="button second" href="/messages">${speech.say('message-new')}</a>
        </p>
      </section>
      <section aria-labelledby="to-do">
        <h2 id="to-do">${speech.say('to-do')}</h2>
        ${toDo(member)}
      </section>`
  }
}

function toDo(member: Member): Html {
  const { speech } = member
  const mobiles = mobilesOf(member)
  const items: Piece[] = [
    mobiles.some(({ isClaimed }) => isClaimed) &&
      html`<li><a href="/profile">${speech.say('to-do-mobile')}</a></li>`,
    mobiles.some(({ isConfirmed, isClaimed, isVerified }) => !isConfirmed && !isClaimed && !isVerified) &&
      html`<li><a href="/profile">${speech.say('to-do-contact')}</a></li>`
  ].filter(Boolean)
  return items.length > 0
    ? html`<ul class="card list">
        ${items}
      </ul>`
    : html`<p class="card empty"><span class="tick" aria-hidden="true">✓</span> ${speech.say('all-done')}</p>`
}
