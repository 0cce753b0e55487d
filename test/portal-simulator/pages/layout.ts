import { LANGUAGES } from '../../../src-preload/contract/choices'
import { html, type Html, type Piece } from './html'
import type { Page, Visitor } from './page'
import { nameOf } from './people'
import type { Notice } from './sessions'
import { LANGUAGE_NAMES, type WordKey } from './words'

const PLACES = [
  ['/', 'home'],
  ['/appointments', 'appointments'],
  ['/book', 'book'],
  ['/messages', 'messages'],
  ['/profile', 'profile'],
  ['/consents', 'consents']
] as const satisfies readonly (readonly [string, WordKey])[]

/** The whole page around what it has to say. */
export function layout(visitor: Visitor, page: Page, notice: Notice | null): string {
  const { speech, house } = visitor
  const title = speech.say(page.title, { clinic: house.clinic.name })
  const isBad = notice?.kind === 'bad'
  const document = html`<!doctype html>
    <html lang="${speech.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${isBad ? `${speech.say('error')}: ` : ''}${title} – ${house.clinic.name}</title>
        <link rel="stylesheet" href="/portal.css" />
        <link rel="icon" href="/portal.svg" type="image/svg+xml" />
        <script src="/portal.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">${speech.say('skip')}</a>
        ${header(visitor)}
        <main id="main" tabindex="-1">
          ${notice && noticeBox(visitor, notice)}
          <h1>${title}</h1>
          ${page.body}
        </main>
        ${footer(visitor)}
      </body>
    </html>`
  return document.text
}

function noticeBox({ speech }: Visitor, { kind, key, values }: Notice): Html {
  const isBad = kind === 'bad'
  return html`<p class="notice ${kind}" role="${isBad ? 'alert' : 'status'}">
    <span aria-hidden="true">${isBad ? '!' : '✓'}</span> ${speech.say(key, values)}
  </p>`
}

function header(visitor: Visitor): Html {
  const { house, speech, patient } = visitor
  return html`<header>
    <div class="top">
      <a class="brand" href="/"
        ><span class="mark" aria-hidden="true">+</span
        ><span>${house.clinic.name}<small>${speech.say('portal')}</small></span></a
      >
      ${patient && logOut(visitor)}
    </div>
    ${patient && html`${navigation(visitor)} ${subjects(visitor)}`}
  </header>`
}

function logOut(visitor: Visitor): Html {
  const { speech, patient } = visitor
  return html`<div class="who">
    <span class="name">${patient && nameOf(patient)}</span>
    ${form(visitor, '/logout', html`<button class="quiet">${speech.say('log-out')}</button>`)}
  </div>`
}

function navigation({ speech, path }: Visitor): Html {
  const isHere = (address: string) =>
    address === '/' ? path === '/' : path === address || path.startsWith(`${address}/`)
  return html`<nav aria-label="${speech.say('menu')}">
    <ul>
      ${PLACES.map(
        ([address, key]) =>
          html`<li>
            <a href="${address}" ${isHere(address) && html` aria-current="page"`}>${speech.say(key)}</a>
          </li>`
      )}
    </ul>
  </nav>`
}

/** Whose record is shown, where there is a choice. */
function subjects(visitor: Visitor): Piece {
  const { speech, patient, subject, children } = visitor
  if (!patient || !subject || children.length === 0) return null
  const others = [patient, ...children.map((child) => child.patient)].filter(({ id }) => id !== subject.id)
  const isSelf = subject.id === patient.id
  return html`<section class="subject${isSelf ? '' : ' child'}" aria-label="${speech.say('for')}">
    <span>${speech.say('for')} <strong>${isSelf ? speech.say('for-self') : nameOf(subject)}</strong></span>
    ${others.map((other) =>
      form(
        visitor,
        '/show',
        html`<input type="hidden" name="patient" value="${other.id}" /><button class="quiet">
            ${speech.say('for-switch', { name: nameOf(other) })}
          </button>`
      )
    )}
  </section>`
}

function footer({ house, speech, path, query }: Visitor): Html {
  const { name, address, telephone } = house.clinic
  return html`<footer>
    <p>
      <strong>${name}</strong><br />${address}<br />
      <a href="tel:${telephone.replaceAll(' ', '')}">${speech.say('clinic-phone', { phone: telephone })}</a>
      · <a href="/help">${speech.say('help')}</a>
      ${house.practice && html`<br /><a href="/phone">${speech.say('practice-phone')}</a>`}
    </p>
    <nav aria-label="${speech.say('language')}">
      <ul>
        ${LANGUAGES.map(
          (language) =>
            html`<li>
              <a
                lang="${language}"
                hreflang="${language}"
                href="${withLanguage(path, query, language)}"
                ${speech.language === language && html` aria-current="true"`}
                >${LANGUAGE_NAMES[language]}</a
              >
            </li>`
        )}
      </ul>
    </nav>
  </footer>`
}

function withLanguage(path: string, query: URLSearchParams, language: string): string {
  const changed = new URLSearchParams(query)
  changed.set('lang', language)
  return `${path}?${changed}`
}

/** A form of this session. */
export function form({ session }: Visitor, action: string, inside: Piece, className = ''): Html {
  return html`<form method="post" action="${action}" ${className !== '' && html` class="${className}"`}>
    <input type="hidden" name="csrf" value="${session.csrf}" />${inside}
  </form>`
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly error?: string | null
  readonly type?: 'text' | 'tel' | 'email'
  readonly inputMode?: 'numeric' | 'tel' | 'email'
  readonly autocomplete?: string
  readonly value?: string
}

/** A labelled field, with its hint and what is wrong with it read out together. */
export function field({ name, label, hint, error, type = 'text', ...rest }: Field): Html {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return html`<div class="field${error ? ' wrong' : ''}">
    <label for="${name}">${label}</label>
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${error && html`<p class="error" id="${name}-error"><span aria-hidden="true">!</span> ${error}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${rest.value ?? ''}"
      ${rest.inputMode && html` inputmode="${rest.inputMode}"`}
      ${rest.autocomplete && html` autocomplete="${rest.autocomplete}"`}
      ${described !== '' && html` aria-describedby="${described}"`}
      ${error && html` aria-invalid="true"`}
    />
  </div>`
}

export function notFound(): Page {
  return { title: 'not-found', status: 404, body: html`` }
}
