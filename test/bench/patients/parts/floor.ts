import { measure } from '../../measure'
import { nth, type RegisterPart } from '../part'

export const READ_FLOOR = 'a patient’s row by its key, the floor of reading'
export const WRITE_FLOOR = 'one row changed and on disk, the floor of writing'

/** What the driver itself takes, beside which everything else is seen. */
export const floor: RegisterPart = {
  title: 'The floor: the same driver without the program',
  async run({ core: { database }, samples }) {
    const read = database.driver.prepare('select * from patient where id = ?')
    const change = database.driver.prepare('update patient set updated_at = ? where id = ?')
    return [
      await measure({
        what: READ_FLOOR,
        calls: 2_000,
        run: async (index) => void read.get(nth(samples, index).id)
      }),
      await measure({
        what: WRITE_FLOOR,
        calls: 100,
        run: async (index) => void change.run(new Date(index).toISOString(), nth(samples, index).id)
      })
    ]
  }
}
