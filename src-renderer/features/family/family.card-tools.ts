import type { CardTool } from '../patients/card/card-tools'

export const cardTools: readonly CardTool[] = [
  {
    id: 'family.bookForChild',
    titleKey: 'patients.guardian.bookCommand',
    keys: 'shift+b',
    order: 10,
    when: ({ children }) => children.length > 0,
    run: async (parent) => {
      const { useBookForChild } = await import('../patients/guardians/use-book-for-child')
      useBookForChild().begin(parent)
    }
  }
]
