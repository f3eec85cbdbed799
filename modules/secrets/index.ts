export { type CertificateTexts, certificateProblems } from "./certificate-problems.ts";
export { readCertificate, stageOwnCertificate } from "./own-certificate.ts";
export { stageSiteSecrets } from "./site-secrets.ts";
export { ensureSecrets, type StackSecrets } from "./store.ts";
