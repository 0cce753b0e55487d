import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/campaigns',
    component: () => import('./CampaignsPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      patientTool: { titleKey: 'campaigns.title', order: 30 }
    }
  }
]
