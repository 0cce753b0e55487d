import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parseArguments } from './arguments'

it('reads its own arguments among those of Chromium', () => {
  const argv = [
    'skranke',
    '--no-sandbox',
    '.',
    '--data',
    '/tmp/clinic',
    '--route=/patients/1',
    '--quit-on-close'
  ]
  expect(parseArguments(argv)).toEqual({
    dataFolder: resolve('/tmp/clinic'),
    route: '/patients/1',
    quitsOnClose: true
  })
})

it('starts at the front page in its own folder when nothing is said', () => {
  expect(parseArguments(['skranke'])).toEqual({ dataFolder: null, route: '/', quitsOnClose: false })
})

it.each(['https://evil.test/', '//evil.test/', 'patients', '/a b', '/<script>'])(
  'ignores the route "%s"',
  (route) => {
    expect(parseArguments(['skranke', '--route', route]).route).toBe('/')
  }
)
