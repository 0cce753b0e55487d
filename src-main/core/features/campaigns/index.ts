export { createCampaigns, type Campaigns, type CampaignDependencies } from './campaigns'
