import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/incomplete',
    component: () => import('./IncompletePage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      titleKey: 'identity.incomplete.title',
      patientTool: { titleKey: 'identity.incomplete.title', order: 20 }
    }
  }
]
