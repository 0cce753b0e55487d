import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/letters',
    component: () => import('./LettersPage.vue'),
    meta: { roles: ['receptionist', 'manager'], patientTool: { titleKey: 'letters.title', order: 40 } }
  }
]
