import { readdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'

const FEATURES = 'src-main/core/features'

/** Every feature may import these. */
const BASE = ['audit', 'settings']
/** Each may import those before it. */
const ORDER = [
  'users',
  'patients',
  'consents',
  'contact-register',
  'schedules',
  'appointments',
  'series',
  'fees',
  'calendar',
  'rescheduling',
  'waiting-room',
  'check-in'
]
/** Each may import all of ORDER, and no other of its kind. */
const AFTERWARDS = ['exchange', 'messaging']
/** Each may import all of ORDER and AFTERWARDS, and no other of its kind. */
const AT_THE_DESK = [
  'waiting-list',
  'tasks',
  'video',
  'family',
  'letters',
  'campaigns',
  'record-export',
  'access-watch',
  'retention'
]
/** What reaches into all those: it may import them, and they do not know of it. */
const OVER_ALL = ['portal', 'deaths']
/** Moves rows of all the others when two records of one patient become one; nobody imports it. */
const ACROSS = 'duplicates'
/** Reads everything; nobody imports it. */
const LAST = 'reports'

/** The features a feature may import. @param {string} feature @param {readonly string[]} all */
export function allowedFeatures(feature, all) {
  if (BASE.includes(feature)) return BASE
  if (feature === LAST) return all
  if (feature === ACROSS || OVER_ALL.includes(feature))
    return [...BASE, ...ORDER, ...AFTERWARDS, ...AT_THE_DESK]
  if (AT_THE_DESK.includes(feature)) return [...BASE, ...ORDER, ...AFTERWARDS]
  const position = ORDER.indexOf(feature)
  if (position === -1) return [...BASE, ...ORDER]
  return [...BASE, ...ORDER.slice(0, position)]
}

/** The features there are; one that stands nowhere in the order is not lawful. */
export function featureFolders(folder = inRoot(FEATURES)) {
  const entries = readdirSync(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const unknown = names.filter(
    (name) => ![...BASE, ...ORDER, ...AFTERWARDS, ...AT_THE_DESK, ...OVER_ALL, ACROSS, LAST].includes(name)
  )
  if (unknown.length > 0)
    throw new Error(`Give ${unknown.join(', ')} a place in the order of scripts/lint/layers.mjs.`)
  return names
}

/**
 * The zones of import-x/no-restricted-paths, each with the files it is tried on: what lies in `target` must not import
 * what lies in `from`. A file is held against the zones of its own feature only, because the rule compares every path
 * with every zone it is given.
 */
export function layers(features = featureFolders()) {
  return [
    { files: LAYERED, zones: FIXED_ZONES },
    ...features.map((feature) => ({
      files: [`${FEATURES}/${feature}/**/*.ts`],
      zones: [...featureZones(feature, features), ...FIXED_ZONES]
    }))
  ]
}

/** @param {string} feature @param {readonly string[]} features */
function featureZones(feature, features) {
  const allowed = allowedFeatures(feature, features)
  return features
    .filter((other) => other !== feature)
    .map((other) => ({
      target: `${FEATURES}/${feature}`,
      from: `${FEATURES}/${other}`,
      ...(allowed.includes(other)
        ? { except: ['./index.ts'], message: behindIndex(other) }
        : { message: outOfOrder(feature, other) })
    }))
}

/** @param {string} other */
const behindIndex = (other) =>
  `Import from features/${other}/index.ts; if what you need is not there, make it public there.`

/** @param {string} feature @param {string} other */
const outOfOrder = (feature, other) =>
  `${feature} stands before ${other} (users, patients, consents, schedules, appointments, series, fees, calendar, rescheduling, waiting-room; then exchange and messaging; then waiting-list, tasks, video and family; then portal; then duplicates; then reports). Let ${other} call ${feature}, or publish an event.`

const LAYERED = [
  'src-main/**/*.ts',
  'src-renderer/**/*.{ts,vue}',
  'src-preload/**/*.ts',
  'migrations/**/*.ts'
]

const FIXED_ZONES = [
  {
    target: 'src-main/core',
    from: ['src-main/shell', 'src-renderer', 'src-preload/bridge.ts'],
    message: 'The core runs without Electron and without a page: put what both need into the contract.'
  },
  {
    target: 'src-main/shell',
    from: ['src-main/core', 'src-renderer', 'migrations'],
    message: 'Of the core the shell knows only where its built process lies: send a frame instead.'
  },
  {
    target: 'src-renderer',
    from: ['src-main', 'src-preload/bridge.ts', 'migrations', 'test', 'scripts'],
    message: 'A page knows the contract only: call a method through core-client.'
  },
  {
    target: 'src-preload/bridge.ts',
    from: ['src-main', 'src-renderer'],
    message: 'The bridge exposes call and on, and nothing else.'
  },
  {
    target: 'src-main/core/platform',
    from: 'src-main/core',
    except: ['./platform'],
    message: 'The platform knows no feature: take what you need as an argument.'
  },
  {
    target: 'src-main/core/modem',
    from: 'src-main/core',
    except: ['./modem', './platform'],
    message: 'The modem knows serialport and the platform only: report through an event or a callback.'
  },
  {
    target: 'src-main/core/mail',
    from: 'src-main/core',
    except: ['./mail', './platform'],
    message: 'Mail knows nodemailer and the platform only: who gets what is decided in messaging.'
  },
  {
    target: 'src-main/core/database',
    from: 'src-main/core/features',
    message: 'The database knows no feature: queries live in the feature, tables in database/tables.'
  },
  {
    target: ['src-main', 'src-preload', 'migrations'],
    from: ['test', 'scripts'],
    message: 'Tests and scripts may import the program, never the other way round.'
  }
]

/** What may be imported from packages, by folder: names outside the pattern are refused. */
export const PACKAGES = [
  {
    files: ['src-main/core/**/*.ts'],
    regex: '^electron($|/)',
    message: 'The core never imports electron: it must run under plain Node. Ask the shell with a frame.'
  },
  {
    files: ['src-preload/contract/**/*.ts'],
    regex: '^(?!zod$|\\./|\\.\\./)',
    message: 'The contract imports zod only, so that pages, shell and core can all read it.'
  },
  {
    files: ['migrations/**/*.ts'],
    regex: '^(?!kysely$)',
    message: 'A migration imports kysely only: it is frozen, and what it would import is not.'
  },
  {
    files: ['src-main/core/modem/**/*.ts'],
    regex: '^(?!serialport$|@serialport/|node:|temporal-polyfill$|\\./|\\.\\./|@contract/)',
    message: 'The modem imports serialport, Temporal and Node only: take anything else as an argument.'
  },
  {
    files: ['src-renderer/**/*.{ts,vue}'],
    regex: '^(node:|electron($|/)|better-sqlite3|serialport|kysely|pino)',
    message: 'A page has no Node: call a method through core-client.'
  },
  {
    files: ['src-main/shell/**/*.ts'],
    regex: '^(better-sqlite3|kysely|serialport|node-cron|vue)',
    message: 'The shell is thin: this belongs to the core or to a page.'
  }
]
