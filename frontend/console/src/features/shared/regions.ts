/** The province whose banks these are, by its administrative code: what a bank's villages and households lie in. */
export const PROVINCE_REGION = '52';
