import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, start, test, type Desk } from '../fixtures/launch'

/** Evaluates in the page what a hostile script would try there; the page's own types know nothing of the bridge. */
const tryInPage = (page: Page, script: string): Promise<unknown> => page.evaluate<unknown>(script)

/** Does it in a task of its own: what a debugger evaluates directly is excused from the page's policy. */
const outcome = (expression: string) => `new Promise((resolve) => setTimeout(async () => {
  try { resolve(await (${expression})) } catch (error) { resolve('refused') }
}))`

async function windowCount({ app }: Desk): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
}

test.describe('a page of the desk', () => {
  let desk: Desk
  let end: () => Promise<void>
  test.beforeAll(async () => {
    ;({ desk, end } = await start())
  })
  test.afterAll(() => end())
  // What one tried to do to the page is not there for the next.
  test.afterEach(() => desk.page.reload())

  test('runs in a sandboxed, isolated window without Node', async () => {
    const preferences = await desk.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return contents &&
        'getLastWebPreferences' in contents &&
        typeof contents.getLastWebPreferences === 'function'
        ? contents.getLastWebPreferences()
        : null
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      webviewTag: false
    })
    expect(
      await tryInPage(desk.page, '[typeof require, typeof process, typeof module, typeof Buffer]')
    ).toEqual(Array(4).fill('undefined'))
  })

  test('has exactly call and on of the bridge', async () => {
    expect(await tryInPage(desk.page, 'Object.keys(window.skranke).sort()')).toEqual(['call', 'on'])
    await tryInPage(desk.page, 'try { window.skranke.call = null } catch (error) { error }; 0')
    expect(await tryInPage(desk.page, 'typeof window.skranke.call')).toBe('function')
  })

  test('comes from app://desk under a policy that allows its own files only', async () => {
    expect(new URL(desk.page.url()).protocol).toBe('app:')
    const policy = String(
      await tryInPage(
        desk.page,
        `fetch('app://desk/index.html').then((answer) => answer.headers.get('content-security-policy'))`
      )
    )
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  test('gets no file outside its folder', async () => {
    const addresses = [
      'app://desk/../main/main.cjs',
      'app://desk/%2e%2e/%2e%2e/package.json',
      'app://desk/..%2f..%2fpackage.json',
      'app://desk/..%5c..%5cpackage.json',
      'app://desk//etc/passwd'
    ]
    for (const address of addresses) {
      expect(await tryInPage(desk.page, `fetch('${address}').then((answer) => answer.status)`), address).toBe(
        404
      )
    }
    expect(await tryInPage(desk.page, outcome(`fetch('file:///etc/passwd').then(() => 'read')`))).toBe(
      'refused'
    )
    expect(await tryInPage(desk.page, outcome(`fetch('app://other/index.html').then(() => 'read')`))).toBe(
      'refused'
    )
  })

  test('runs no injected script', async () => {
    const attempts = [
      `eval('window.injected = 1')`,
      `new Function('window.injected = 2')()`,
      `setTimeout('window.injected = 3')`,
      `document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.injected = 4">')`,
      `(() => { const element = document.createElement('div'); element.innerHTML = '<b>5</b>'; window.injected = 5 })()`,
      `document.body.append(Object.assign(document.createElement('script'), { text: 'window.injected = 6' }))`,
      `(() => { const script = document.createElement('script'); script.src = 'data:text/javascript,window.injected = 7'; document.body.append(script) })()`,
      `document.body.setAttribute('onclick', 'window.injected = 8')`
    ]
    for (const attempt of attempts) await tryInPage(desk.page, outcome(attempt))
    await desk.page.evaluate(() => document.body.click())
    expect(await tryInPage(desk.page, 'String(window.injected)')).toBe('undefined')
  })

  test('asks for permissions, devices and downloads in vain', async () => {
    const refusals = await tryInPage(
      desk.page,
      `Promise.all([
        navigator.mediaDevices?.getUserMedia({ audio: true }).then(() => 'granted', () => 'refused') ?? 'refused',
        Notification.requestPermission().then((answer) => (answer === 'granted' ? 'granted' : 'refused')),
        new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('granted'), () => resolve('refused'))),
        ...['usb', 'serial', 'hid'].map(async (kind) => {
          const devices = navigator[kind]
          const list = kind === 'serial' ? 'getPorts' : 'getDevices'
          return devices ? devices[list]().then(() => 'granted', () => 'refused') : 'refused'
        })
      ])`
    )
    expect(refusals).toEqual(Array(6).fill('refused'))
    await desk.app.evaluate(({ session }) => {
      const outcome = new Promise((resolve) => {
        session.fromPartition('desk').once('will-download', (event) => resolve(event.defaultPrevented))
      })
      Reflect.set(globalThis, 'isDownloadPrevented', outcome)
    })
    await tryInPage(
      desk.page,
      `(() => { const link = document.createElement('a'); link.href = URL.createObjectURL(new Blob(['x'])); link.download = 'x.txt'; link.click() })()`
    )
    expect(await desk.app.evaluate<unknown>(() => Reflect.get(globalThis, 'isDownloadPrevented'))).toBe(true)
  })

  test('opens no window, no webview and no frame', async () => {
    expect(await tryInPage(desk.page, `window.open('https://example.org/') === null`)).toBe(true)
    await tryInPage(
      desk.page,
      `(() => { const link = document.createElement('a'); link.href = 'https://example.org/'; link.target = '_blank'; document.body.append(link); link.click() })()`
    )
    await tryInPage(
      desk.page,
      `(() => { const view = document.createElement('webview'); view.setAttribute('src', 'https://example.org/'); document.body.append(view) })()`
    )
    await tryInPage(
      desk.page,
      `(() => { for (const source of ['https://example.org/', 'app://desk/index.html']) { const frame = document.createElement('iframe'); frame.src = source; document.body.append(frame) } })()`
    )
    expect(await windowCount(desk)).toBe(1)
    const contents = await desk.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
    expect(contents).toBe(1)
    const bridges = await Promise.all(
      desk.page
        .frames()
        .slice(1)
        .map((frame) => frame.evaluate<unknown>('typeof window.skranke').catch(() => 'undefined'))
    )
    expect(new Set([...bridges, 'undefined'])).toEqual(new Set(['undefined']))
  })
})

test.describe('a page that wants out', () => {
  let server: Server
  let address: string
  let requests: string[]

  test.beforeEach(async () => {
    requests = []
    server = createServer((request, answer) => {
      requests.push(request.url ?? '')
      answer.setHeader('Access-Control-Allow-Origin', '*')
      answer.end('reached')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    address = `http://127.0.0.1:${port}`
  })
  test.afterEach(() => void server.close())

  test('reaches no server', async ({ launch }) => {
    const { page } = await launch()
    const start = page.url()
    await tryInPage(page, outcome(`fetch('${address}/fetch')`))
    await tryInPage(page, outcome(`navigator.sendBeacon('${address}/beacon', 'x')`))
    await tryInPage(
      page,
      `new Promise((resolve) => { const picture = new Image(); picture.onload = picture.onerror = resolve; picture.src = '${address}/image' })`
    )
    await tryInPage(
      page,
      `new Promise((resolve) => { const socket = (() => { try { return new WebSocket('${address.replace('http', 'ws')}/socket') } catch { return null } })(); if (!socket) resolve(0); else socket.onerror = resolve })`
    )
    await tryInPage(page, `location.href = '${address}/navigation'; 0`)
    // A whole way to the shell and back: what had started by then would have come.
    await tryInPage(page, `window.skranke.call('shell.info', {})`)
    expect(page.url()).toBe(start)
    expect(requests).toEqual([])
  })
})

test('a core in an Electron that is too old answers with a code', async ({ launch }) => {
  const desk = await launch({ core: 'utility' })
  const napi = await desk.app.evaluate(() => Number(process.versions['napi'] ?? 0))
  const answer = await tryInPage(desk.page, `window.skranke.call('system.state', {}).catch((error) => error)`)
  if (napi < 10) expect(answer).toMatchObject({ code: 'napi-too-old' })
  else expect(answer).toHaveProperty('phase')
})

test('a frame that is too long, or no call of the contract, is refused with a code', async ({ launch }) => {
  const { page } = await launch()
  const code = (method: string, input: string) =>
    tryInPage(
      page,
      `window.skranke.call('${method}', ${input}).then(() => 'answered', (error) => error.code)`
    )
  expect(await code('system.state', `'x'.repeat(2_000_000)`)).toBe('frame-too-large')
  expect(await code('no.such', '{}')).toBe('unknown-method')
  expect(await code('system.state', '{ more: 1 }')).toBe('invalid-input')
  expect(await code('system.state', '() => 1')).toBe('invalid-input')
  expect(await code('shell.openWindow', `{ route: 'https://example.org/' }`)).toBe('invalid-input')
})

test('a killed core comes back; what was under way is refused, and the desk works on', async ({ launch }) => {
  const desk = await launch()
  await expect.poll(() => desk.corePid()).not.toBeNull()
  await tryInPage(desk.page, `window.skranke.call('system.state', {})`)
  await tryInPage(
    desk.page,
    `window.restarts = 0; window.skranke.on('core.restarted', () => { window.restarts += 1 }); 0`
  )
  const before = await desk.corePid()
  process.kill(before ?? 0, 'SIGSTOP')
  await tryInPage(
    desk.page,
    `window.underWay = window.skranke.call('system.state', {}).catch((error) => error.code); 0`
  )
  process.kill(before ?? 0, 'SIGKILL')
  expect(await tryInPage(desk.page, 'window.underWay')).toBe('core-restarted')
  await expect.poll(() => tryInPage(desk.page, 'window.restarts')).toBe(1)
  expect(await desk.corePid()).not.toBe(before)
  expect(await tryInPage(desk.page, `window.skranke.call('system.state', {})`)).toHaveProperty('phase')
})

test('a second start brings the first forward instead', async ({ launch }) => {
  const first = await launch()
  await first.app.evaluate(({ app }) => {
    Reflect.set(
      globalThis,
      'cameForward',
      new Promise((resolve) => app.once('second-instance', () => resolve(true)))
    )
  })
  const second = spawn(first.command.executable, first.command.parameters, { stdio: 'ignore' })
  const ended = new Promise((resolve) => second.once('exit', resolve))
  expect(await first.app.evaluate<unknown>(() => Reflect.get(globalThis, 'cameForward'))).toBe(true)
  expect(await ended).toBe(0)
  expect(await windowCount(first)).toBe(1)
})
