import type { CardTool } from './card/card-tools'

export const cardTools: readonly CardTool[] = [
  {
    id: 'family.bookForChild',
    titleKey: 'patients.guardian.bookCommand',
    keys: 'shift+b',
    order: 10,
    when: ({ children }) => children.length > 0,
    run: async (parent) => {
      const { useBookForChild } = await import('./guardians/use-book-for-child')
      useBookForChild().begin(parent)
    }
  }
]
