/**
 * The CA certificate of every simulated cluster: a real certificate, so that what reads it finds
 * one, whose private key was deleted, so that nothing can be signed with it.
 */
export const databaseCa = `
-----BEGIN CERTIFICATE-----
MIIBqjCCAVGgAwIBAgIUeeVrSb/sUdaoqqIsvzTlqODIDowwCgYIKoZIzj0EAwIw
KjEoMCYGA1UEAwwfTGFtcHN0YW5kIHNpbXVsYXRvciBkYXRhYmFzZSBDQTAgFw0y
NjExMjQwNDA0NDFaGA8yMTI2MTAzMTA0MDQ0MVowKjEoMCYGA1UEAwwfTGFtcHN0
YW5kIHNpbXVsYXRvciBkYXRhYmFzZSBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABPtnba0zOUkK8+oPr2/FTjFPB032m3gJN3tChnnFaacJA1eNGPuvti3pQVHu
hhtJwj3D0mcdMDYgf8XH2HG/ihujUzBRMB0GA1UdDgQWBBQ53R9CyeYainNfLWar
tnejKOXm4TAfBgNVHSMEGDAWgBQ53R9CyeYainNfLWartnejKOXm4TAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIH/zFGQafgvw8NG8D+ShCvwB5zde
OQb/3jKPIXJ+Ku4uAiBofThfxODZk65fCA8VEljLt84Yb4M+9rPd+4ZCE4UZkQ==
-----END CERTIFICATE-----
`.trimStart();
