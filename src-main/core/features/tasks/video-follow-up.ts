import { SYSTEM_ACTOR } from '../../rpc/handlers'
import type { LateVideo, VideoFollowUp } from '../messaging'
import { hasTask } from './task-row.queries'
import type { Tasks } from './tasks'

/** A visit moved to another time may be late once more. */
const keyOf = ({ appointmentId, start }: LateVideo): string => `video-late/${appointmentId}/${start}`

/** A patient who may have left a late video visit is called within two working days. */
export function videoFollowUp(tasks: () => Pick<Tasks, 'createFollowUp' | 'announce'>): VideoFollowUp {
  return {
    isDone: async (reader, late) => await hasTask(reader, keyOf(late)),
    async create(transaction, late) {
      const { appointmentId, patientId } = late
      const followUp = { appointmentId, patientId, actor: SYSTEM_ACTOR, kind: 'video-late' } as const
      return (await tasks().createFollowUp(transaction, { ...followUp, key: keyOf(late) })) !== null
    },
    announce: () => tasks().announce()
  }
}
