import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/import',
    component: () => import('./ImportPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      isWide: true,
      patientTool: { titleKey: 'patients.import', order: 60 }
    }
  }
]
