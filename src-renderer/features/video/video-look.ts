import type { VideoVisit } from '@contract/video'
import type { Tone } from '../../ui/tones'

export type VideoWord =
  'off' | 'missed' | 'planned' | 'queued' | 'sent' | 'delivered' | 'failed' | 'uncertain' | 'blocked' | 'late'

const TONES = {
  off: 'wait',
  missed: 'late',
  planned: 'neutral',
  queued: 'neutral',
  sent: 'video',
  delivered: 'video',
  failed: 'late',
  uncertain: 'wait',
  blocked: 'wait',
  late: 'late'
} as const satisfies Record<VideoWord, Tone>

/** How far the link has come, in one word; `late`: the patient has been told that one may leave. */
export function videoWord({ link, linkState, isLinkMissed, lateToldAt }: VideoVisit): VideoWord {
  if (lateToldAt !== null) return 'late'
  if (isLinkMissed) return 'missed'
  if (linkState === null) return link === null ? 'off' : 'planned'
  if (linkState === 'sending') return 'queued'
  if (linkState === 'expired' || linkState === 'superseded' || linkState === 'cancelled') return 'failed'
  return linkState
}

export function videoTone(word: VideoWord): Tone {
  return TONES[word]
}
