import { changeContact, confirmContact } from './acts'
import { html, type Html, type Piece } from './html'
import { field, form } from './layout'
import { actingOf, bad, good, mobilesOf, onward, type Member, type Page, type Reply } from './page'
import { contactsOf, maskedNumber, nameOf, shownNumber, type Contact } from './people'
import { COUNTRY_FACTS } from './words'

export function profilePage(member: Member): Page {
  const { speech, subject } = member
  const { birthDate, address: [home] = [], generalPractitioner: [gp] = [] } = subject
  const address = [...(home?.line ?? []), [home?.postalCode, home?.city].filter(Boolean).join(' ')]
  const { dialling } = COUNTRY_FACTS[member.house.clinic.country]
  const mobiles = mobilesOf(member).map((contact) => ({
    ...contact,
    value: shownNumber(contact.value, dialling)
  }))
  const emails = contactsOf(subject, 'email')
  const isSelf = subject.id === member.patient.id
  return {
    title: 'profile',
    body: html`<section class="card">
        <dl class="facts">
          ${fact(speech.say('name'), nameOf(subject))}
          ${fact(speech.say('born'), birthDate ? speech.civilDate(birthDate) : speech.say('none'))}
          ${fact(speech.say(`number-${member.house.clinic.country}`), maskedNumber(subject) ?? speech.say('none'))}
          ${fact(speech.say('address'), address.filter(Boolean).join(', ') || speech.say('none'))}
          ${fact(speech.say('gp'), gp?.display ?? speech.say('none'))}
        </dl>
      </section>
      <section class="card" aria-labelledby="contact">
        <h2 id="contact">${speech.say('contact')}</h2>
        <dl class="facts">
          ${fact(speech.say('mobile'), contactTexts(member, mobiles, isSelf))}
          ${fact(speech.say('email'), contactTexts(member, emails, false))}
        </dl>
        ${form(member, '/profile/confirm', html`<button class="second">${speech.say('contact-right')}</button>`)}
      </section>
      <section class="card" aria-labelledby="change-contact">
        <h2 id="change-contact">${speech.say('contact-change')}</h2>
        ${contactForm(member, shownOf(mobiles), shownOf(emails))}
      </section>`
  }
}

function fact(term: string, text: Piece): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${text}</dd>
  </div>`
}

function contactTexts(member: Member, contacts: readonly Contact[], canVerify: boolean): Piece {
  const { speech } = member
  if (contacts.length === 0) return speech.say('none')
  return contacts.map(
    ({ value, isVerified, isClaimed }) =>
      html`<p class="contact">
          <span>${value}</span>
          ${isVerified && html`<span class="tag sure"><span aria-hidden="true">✓</span> ${speech.say('verified')}</span>`}
          ${isClaimed && html`<span class="tag open"><span aria-hidden="true">…</span> ${speech.say('unverified')}</span>`}
        </p>
        ${isClaimed && canVerify && form(member, '/profile/verify', html`<button class="second">${speech.say('verify')}</button>`)}`
  )
}

function shownOf(contacts: readonly Contact[]): string {
  return (contacts.find(({ isClaimed }) => isClaimed) ?? contacts[0])?.value ?? ''
}

function contactForm(member: Member, mobile: string, email: string): Html {
  const { speech } = member
  return form(
    member,
    '/profile/contact',
    html`${field({ name: 'mobile', label: speech.say('mobile'), type: 'tel', autocomplete: 'tel', value: mobile })}
      ${field({ name: 'email', label: speech.say('email'), type: 'email', autocomplete: 'email', value: email })}
      <button>${speech.say('contact-save')}</button>`
  )
}

const MOBILE = /^\+\d{8,15}$/
const EMAIL = /^[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[^\s@<>.]{2,}$/

export function saveContact(member: Member): Reply {
  const { session, form: given } = member
  const mobile = internationalOf(given.get('mobile') ?? '', member)
  const email = (given.get('email') ?? '').trim()
  const isWrong = (mobile !== '' && !MOBILE.test(mobile)) || (email !== '' && !EMAIL.test(email))
  if (isWrong) return onward(session, '/profile', bad('contact-invalid'))
  changeContact(actingOf(member), { phone: mobile || null, email: email || null })
  return onward(session, '/profile', good('contact-saved'))
}

/** `412 34 567` → `+4741234567`; what it is a number of is the clinic's to judge. */
function internationalOf(typed: string, { house }: Member): string {
  const digits = typed.replace(/[\s().-]/g, '').replace(/^00/, '+')
  if (digits === '' || digits.startsWith('+')) return digits
  const { country } = house.clinic
  return `${COUNTRY_FACTS[country].dialling}${country === 'NL' ? digits.replace(/^0/, '') : digits}`
}

export function confirmDetails(member: Member): Reply {
  confirmContact(actingOf(member))
  return onward(member.session, '/profile', good('contact-thanks'))
}
