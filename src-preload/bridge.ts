import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { CodedError, CoreFrame } from './contract/frames'

type Listener = (payload: unknown) => void
type Pending = { resolve: (output: unknown) => void; reject: (error: CodedError) => void }

const pending = new Map<number, Pending>()
const listeners = new Map<string, Set<Listener>>()
let lastId = 0

/** Calls one method of the contract. Rejects with a CodedError. */
function call(method: string, input: unknown): Promise<unknown> {
  lastId += 1
  const id = lastId
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject })
    try {
      ipcRenderer.send('skranke:frame', { kind: 'call', id, method, input })
    } catch {
      // What structured cloning refuses (a function, a DOM node) is no input of any method.
      pending.delete(id)
      reject({ code: 'invalid-input', parameters: {} } satisfies CodedError)
    }
  })
}

/** Listens to one event; the function returned stops listening. */
function on(event: string, listener: Listener): () => void {
  const known = listeners.get(event) ?? new Set()
  known.add(listener)
  listeners.set(event, known)
  return () => known.delete(listener)
}

ipcRenderer.on('skranke:frame', (_event: IpcRendererEvent, frame: CoreFrame) => {
  if (frame.kind === 'event') {
    for (const listener of listeners.get(frame.event) ?? []) listener(frame.payload)
    return
  }
  const waiting = pending.get(frame.id)
  pending.delete(frame.id)
  if (frame.ok) waiting?.resolve(frame.output)
  else waiting?.reject(frame.error)
})

ipcRenderer.send('skranke:open')
contextBridge.exposeInMainWorld('skranke', { call, on })
