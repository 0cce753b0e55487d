import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/duplicates',
    component: () => import('./DuplicatesPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      isWide: true,
      patientTool: { titleKey: 'duplicates.title', order: 20 }
    }
  }
]
