import { deriveKey } from '../../../database/key-envelope'
import { videoLink } from '../../messaging'
import type { Settings } from '../../settings'
import type { KindDependencies } from './context'

/** The same addresses that go out by SMS. */
export function videoLinks({
  settings,
  key
}: {
  readonly settings: Settings
  readonly key: Buffer
}): KindDependencies['videoLinkOf'] {
  const roomKey = deriveKey(key, 'video rooms')
  return async (reader, visit) => videoLink((await settings.read(reader)).messaging.video, roomKey, visit)
}
