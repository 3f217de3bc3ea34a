#include "support/pem.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool pem_make(struct pem *pem)
{
    char command[512], key_path[48];
    *pem = (struct pem){.folder = "/tmp/fidelio-pem-XXXXXX"};
    buf_init(&pem->key, 0);
    buf_init(&pem->certificate, 0);
    if (mkdtemp(pem->folder) == NULL)
        return false;
    snprintf(key_path, sizeof key_path, "%s/key.pem", pem->folder);
    snprintf(pem->certificate_path, sizeof pem->certificate_path, "%s/cert.pem", pem->folder);
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=fidelio-test "
             "-addext subjectAltName=IP:127.0.0.1 -keyout %s -out %s >/dev/null 2>&1",
             key_path, pem->certificate_path);
    bool good = system(command) == 0 && file_read(key_path, &pem->key, NULL) &&
                file_read(pem->certificate_path, &pem->certificate, NULL);
    unlink(key_path);
    if (!good)
        pem_release(pem);
    return good;
}

void pem_release(struct pem *pem)
{
    unlink(pem->certificate_path);
    rmdir(pem->folder);
    buf_release(&pem->key);
    buf_release(&pem->certificate);
}
