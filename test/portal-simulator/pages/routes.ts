import {
  appointmentPage,
  appointmentState,
  appointmentsPage,
  cancelAppointment,
  moveAppointment
} from './appointment-pages'
import { bookPage, bookPlace, placePage } from './book-pages'
import { checkCode, codeAgain, codePage, codeState, verifyMobile } from './code-pages'
import { consentsPage, saveConsents } from './consent-pages'
import { helpPage } from './help-page'
import { homePage, welcomePage } from './home-page'
import { logIn, logInPage, logOut } from './log-in-page'
import { messagesPage, sendMessage } from './message-pages'
import type { Member, Reply, Visitor } from './page'
import { phonePage, phoneState } from './practice-pages'
import { confirmDetails, profilePage, saveContact } from './profile-pages'
import { register, registerAnswer, registerPage, registerState } from './register-pages'

type Answering<Who> = (who: Who) => Reply | Promise<Reply>

/** For everybody. */
const OPEN: Readonly<Record<string, Answering<Visitor>>> = {
  'GET /login': (visitor) => logInPage(visitor),
  'POST /login': logIn,
  'GET /code': codePage,
  'POST /code': checkCode,
  'POST /code/again': codeAgain,
  'GET /code/state': codeState,
  'GET /register': (visitor) => registerPage(visitor),
  'POST /register': register,
  'GET /register/answer': registerAnswer,
  'GET /register/state': registerState,
  'GET /help': helpPage,
  'GET /phone': phonePage,
  'GET /phone/state': phoneState,
  'POST /logout': logOut
}

/** Only for who has logged in; `*` is the id of something. */
const FOR_MEMBERS: Readonly<Record<string, Answering<Member>>> = {
  'POST /show': showRecord,
  'GET /appointments': appointmentsPage,
  'GET /appointments/*': appointmentPage,
  'GET /appointments/*/state': appointmentState,
  'POST /appointments/*/cancel': cancelAppointment,
  'POST /appointments/*/move': moveAppointment,
  'GET /book': bookPage,
  'GET /book/*': placePage,
  'POST /book/*': bookPlace,
  'GET /messages': messagesPage,
  'POST /messages': sendMessage,
  'GET /profile': profilePage,
  'POST /profile/contact': saveContact,
  'POST /profile/confirm': confirmDetails,
  'POST /profile/verify': verifyMobile,
  'GET /consents': consentsPage,
  'POST /consents': saveConsents
}

/** What answers a request; null where there is no such page. */
export async function route(method: string, visitor: Visitor): Promise<Reply | null> {
  const member = asMember(visitor)
  const name = `${method} ${visitor.path}`
  if (name === 'GET /') return member ? homePage(member) : welcomePage(visitor)
  const open = OPEN[name]
  if (open) return await open(visitor)
  const [, folder = '', id = '', ...rest] = visitor.path.split('/')
  const pattern = id === '' || FOR_MEMBERS[name] ? name : `${method} /${[folder, '*', ...rest].join('/')}`
  const answer = FOR_MEMBERS[pattern]
  if (!answer) return null
  return member ? await answer({ ...member, names: [id] }) : { to: '/login' }
}

function asMember(visitor: Visitor): Member | null {
  const { patient, subject } = visitor
  return patient && subject ? { ...visitor, patient, subject } : null
}

/** Shows the patient's own record or a child's; anybody else's is not asked for by our pages. */
function showRecord({ session, form, patient, children }: Member): Reply {
  const wanted = form.get('patient')
  const found = [patient, ...children.map((child) => child.patient)].find(({ id }) => id === wanted)
  if (found) session.subjectId = found.id
  return { to: '/' }
}
