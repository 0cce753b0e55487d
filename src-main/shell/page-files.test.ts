import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageFile } from './page-files'

const FOLDER = resolve('/program/out/renderer')

describe('page files', () => {
  it('serves the start page for the bare address', () => {
    expect(pageFile('app://desk/', FOLDER)).toEqual({
      path: resolve(FOLDER, 'index.html'),
      contentType: 'text/html; charset=utf-8'
    })
  })

  it('serves a built file with its type', () => {
    expect(pageFile('app://desk/assets/index-1.js', FOLDER)).toEqual({
      path: resolve(FOLDER, 'assets/index-1.js'),
      contentType: 'text/javascript; charset=utf-8'
    })
  })

  it.each([
    'app://desk/../main/main.js',
    'app://desk/%2e%2e/main/main.js',
    'app://desk/..%2fmain%2fmain.js',
    'app://desk/..%5cmain%5cmain.js',
    'app://desk/assets/..%2f..%2f..%2fpackage.json',
    'app://desk/%00index.html',
    'app://desk/%zz.html',
    'app://desk//etc/passwd',
    'app://other/index.html',
    'app://desk@evil/index.html',
    'file:///etc/passwd',
    'app://desk/assets',
    'app://desk/secret.db',
    'nonsense'
  ])('serves nothing for %s', (address) => {
    const served = pageFile(address, FOLDER)
    // Leading ".." is taken away by every URL parser; what is left must lie inside, or be nothing.
    expect(served === null || served.path.startsWith(FOLDER + '/')).toBe(true)
    expect(served?.path ?? '').not.toMatch(/package\.json|passwd|secret|out\/main/)
  })
})
