import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../../support/docker.ts";
import { ask } from "./web.ts";

/** Tests of a node's folders public/media, and public/plugins in which PHP runs. */
export function describeWritableFolders(address: () => string): void {
  async function put(to: string, body: string): Promise<void> {
    assert.equal((await ask(address(), `/put.php?to=${to}`, { method: "POST", body })).body, "put", to);
  }

  test(".htaccess protects and describes files in a writable folder, as elsewhere", async () => {
    await put("media/private/.htaccess", "Require all denied\n");
    await put("media/private/order.txt", "secret");
    await put(
      "media/open/.htaccess",
      "Redirect 302 /media/open/old.txt /media/open/new.txt\nAddType text/x-own .own\n",
    );
    await put("media/open/a.own", "a");
    assert.equal((await ask(address(), "/media/private/order.txt")).status, 403);
    assert.equal((await ask(address(), "/media/open/old.txt")).status, 302);
    assert.match(String((await ask(address(), "/media/open/a.own")).headers["content-type"]), /^text\/x-own/);
  });

  test("no .htaccess of a writable folder makes a file run", async () => {
    const code = '<?php echo 6 * 7; ?><!--#exec cmd="id" -->#!/bin/sh\necho ran';
    const hostile = [
      "SetHandler application/x-httpd-php",
      "AddType application/x-httpd-php .txt",
      "AddHandler application/x-httpd-php .txt",
      "AddHandler php8-script .txt .php\n<FilesMatch .>\nRequire all granted\n</FilesMatch>",
      "php_flag engine on\nSetHandler application/x-httpd-php",
      "php_admin_flag engine on\nSetHandler application/x-httpd-php",
      "php_value auto_prepend_file /etc/passwd",
      "Options +ExecCGI +Includes\nAddHandler cgi-script .txt\nAddOutputFilter INCLUDES .txt",
      "AddHandler server-parsed .txt\nSetOutputFilter INCLUDES",
      "Action own /put.php\nSetHandler own",
      "RewriteEngine On\nRewriteRule . - [H=application/x-httpd-php]",
      "<FilesMatch .>\nSetHandler application/x-httpd-php\nRequire all granted\n</FilesMatch>",
    ];
    for (const [index, text] of hostile.entries()) {
      const folder = `media/hostile-${index}`;
      await put(`${folder}/.htaccess`, text);
      for (const name of ["x.txt", "x.php", "x.phtml"]) {
        await put(`${folder}/${name}`, code);
        const { status, body } = await ask(address(), `/${folder}/${name}`);
        assert.ok(status !== 200 || body === code, `${text}, ${name}: ${status} ${body}`);
      }
    }
  });

  test("PHP runs in a folder that is given with php: true, and a changed file is seen within two seconds", async () => {
    const page = (n: number) => put("plugins/one/plugin.php", `<?php echo ${n};`);
    const seen = async () => (await ask(address(), "/plugins/one/plugin.php")).body;
    await page(1);
    assert.equal(await seen(), "1");
    // Old enough to be cached: PHP keeps a file only once it is two seconds old.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.equal(await seen(), "1");
    await page(2);
    await until("the change is seen", async () => (await seen()) === "2", 2_000);
  });
}
