import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/labels',
    component: () => import('./LabelsPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      isWide: true,
      patientTool: { titleKey: 'labels.title', order: 50 }
    }
  }
]
