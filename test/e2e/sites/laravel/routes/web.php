<?php

declare(strict_types=1);

use Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Http\Request;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Storage;

$web = [EncryptCookies::class, AddQueuedCookiesToResponse::class, StartSession::class, VerifyCsrfToken::class];
Route::middleware($web)->group(static function (): void {
    Route::get('/', static fn (Request $request) => view('notes', [
        'notes' => DB::table('notes')->orderBy('id')->get(),
        'written' => $request->session()->get('written', 0),
    ]));
    Route::post('/notes', static function (Request $request) {
        DB::table('notes')->insert(['text' => $request->input('text')]);
        $request->session()->increment('written');
        $request->file('picture')?->storeAs('pictures', 'latest.png');
        return redirect('/');
    });
    Route::get('/pictures/latest', static fn () => response(Storage::get('pictures/latest.png'))
        ->header('Content-Type', 'image/png'));
});
